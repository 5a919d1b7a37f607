import type { Report } from '../report.ts';

/** Where pictures are taken. */
export const STILL_PLACES = ['shots', 'scenes', 'breaks', 'boundaries'] as const;
export type StillPlace = (typeof STILL_PLACES)[number];

/** A picture to take. */
export interface Still {
  /** What its file is called, without the extension. */
  readonly name: string;
  readonly frame: number;
  /** Frames [startFrame, endFrame) that it stands for. */
  readonly startFrame: number;
  readonly endFrame: number;
}

const DIGITS = 4;

/** A name with numbers from 1, of four digits or as many as the last one has. */
const number = (index: number, count: number): string =>
  String(index + 1).padStart(Math.max(DIGITS, String(count).length), '0');

/**
 * The pictures of a report: `shots` the key frame of each shot, `scenes` that of each scene's longest shot, `breaks` the
 * frames on both sides of each safe story break, `boundaries` those on both sides of each shot's beginning (of a
 * dissolve, fade or wipe the last and first that only one shot is seen in).
 */
export function listStills(report: Report, at: StillPlace): Still[] {
  const { shots, scenes, storyBreaks, video } = report;
  const { startFrame: first, endFrame: end } = video.part;
  const last = end - 1;
  const pair = (name: string, before: number, after: number): Still[] => [
    { name: `${name}-before`, frame: before, startFrame: before, endFrame: before + 1 },
    { name: `${name}-after`, frame: Math.min(after, last), startFrame: after, endFrame: after + 1 },
  ];
  switch (at) {
    case 'shots':
      return shots.map(({ index, keyFrame, startFrame, endFrame }) => ({
        name: `shot-${number(index, shots.length)}`,
        frame: keyFrame,
        startFrame,
        endFrame,
      }));
    case 'scenes':
      return scenes.map(({ index, firstShot, lastShot, startFrame, endFrame }) => {
        const [longest] = shots
          .slice(firstShot, lastShot + 1)
          .sort((a, b) => b.endFrame - b.startFrame - (a.endFrame - a.startFrame));
        return { name: `scene-${number(index, scenes.length)}`, frame: longest!.keyFrame, startFrame, endFrame };
      });
    case 'breaks':
      return storyBreaks
        .filter(({ safe, frame }) => safe && frame > first)
        .flatMap(({ index, frame }) => pair(`break-${number(index, storyBreaks.length)}`, frame - 1, frame));
    case 'boundaries':
      return shots
        .slice(1)
        .flatMap(({ index, transitionIn }) =>
          pair(`shot-${number(index, shots.length)}`, transitionIn.startFrame, transitionIn.endFrame),
        );
  }
}

/** A picture every so many seconds, from frame 0 on; never two of one frame. */
export function listStillsEvery(seconds: number, { frameRate, frameCount }: StillGrid): Still[] {
  const perStill = (seconds * frameRate.numerator) / frameRate.denominator;
  const frames: number[] = [];
  for (let i = 0; ; i++) {
    const frame = Math.floor(i * perStill + 1e-6);
    if (frame >= frameCount) break;
    if (frame !== frames.at(-1)) frames.push(frame);
  }
  return frames.map((frame, index) => ({
    name: `still-${number(index, frames.length)}`,
    frame,
    startFrame: frame,
    endFrame: frames[index + 1] ?? frameCount,
  }));
}

type StillGrid = Pick<Report['video'], 'frameRate' | 'frameCount'>;
