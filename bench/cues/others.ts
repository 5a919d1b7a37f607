import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/index.ts';
import type { Cue } from '../../src/core/report.ts';

export interface Peer {
  readonly name: string;
  readonly pictures: string;
  readonly sound: string;
}

export const PEERS: readonly Peer[] = [
  { name: 'ffmpeg, defaults', pictures: 'blackdetect,freezedetect', sound: 'silencedetect' },
  {
    // What AWS's samples for ad breaks ask of ffmpeg.
    name: 'ffmpeg, half a second',
    pictures: 'blackdetect=d=0.5:pix_th=0.0,freezedetect=d=1',
    sound: 'silencedetect=d=0.5',
  },
];

/** Cues by ffmpeg's own detectors. */
export async function detectWithFfmpeg(ffmpeg: Ffmpeg, path: string, peer: Peer, endSeconds: number): Promise<Cue[]> {
  const command = describeCommand()
    .input(path)
    .output('-')
    .outputOptions(['-vf', peer.pictures, '-af', peer.sound, '-f', 'null']);
  const { log } = await runFfmpeg(ffmpeg, command, { keepLog: true }).ended;
  const text = log.join('\n');
  const pair = (type: Cue['type'], start: RegExp, end: RegExp): Cue[] => {
    const ends = [...text.matchAll(end)].map((match) => Number(match[1]));
    return [...text.matchAll(start)].map((match, i) => ({
      type,
      startSeconds: Number(match[1]),
      endSeconds: ends[i] ?? endSeconds,
    }));
  };
  return [
    ...pair('black', /black_start:([\d.]+)/g, /black_end:([\d.]+)/g),
    ...pair('freeze', /freeze_start: ([\d.]+)/g, /freeze_end: ([\d.]+)/g),
    ...pair('silence', /silence_start: (-?[\d.]+)/g, /silence_end: ([\d.]+)/g),
  ];
}
