import { findAt } from '../../core/math/find-at.ts';
import type { Cue, Report, StoryBreak } from '../../core/report.ts';
import { describeFrames } from './boundaries.ts';
import { formatDuration, formatScore } from './format.ts';

const BLANK: Readonly<Partial<Record<Cue['type'], string>>> = { black: 'black', white: 'white' };

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

/** Index of the shot that is on screen at a break. */
export const findBreakShot = ({ frame }: Pick<StoryBreak, 'frame'>, shots: Report['shots']): number =>
  findAt(
    shots.map(({ startFrame }) => startFrame),
    frame,
  );

/** The transition that a break lies in or at, as words; null where it lies inside a shot. */
function describeTransition({ frame }: StoryBreak, shots: Report['shots']): string | null {
  const incoming = shots.find(
    ({ startFrame, transitionIn }) =>
      transitionIn.type !== 'start' &&
      (frame === startFrame || (frame > transitionIn.startFrame && frame < transitionIn.endFrame)),
  );
  if (incoming === undefined) return null;
  const { type, confidence } = incoming.transitionIn;
  const surely = `confidence ${formatScore(confidence)}`;
  return type === 'cut'
    ? `the first frame of shot ${incoming.index + 1}, after a cut (${surely})`
    : `${article(type)} into shot ${incoming.index + 1} (${describeFrames(incoming)}, ${surely})`;
}

/**
 * Why a break lies on its very frame: what is on screen and to be heard there, as one sentence.
 *
 * @example describePlace(storyBreak, report)
 * // 'Frame 312: the middle of 210 ms of black, in a fade into shot 4 (frames 298 to 327, confidence 1.00).'
 */
export function describePlace(storyBreak: StoryBreak, { cues, shots }: Pick<Report, 'cues' | 'shots'>): string {
  const { frame, seconds } = storyBreak;
  const here = cues.filter(({ startSeconds, endSeconds }) => startSeconds <= seconds && seconds <= endSeconds);
  const lengthOf = ({ startSeconds, endSeconds }: Cue) => formatDuration(endSeconds - startSeconds);
  const blank = here.find(({ type }) => BLANK[type] !== undefined);
  const silence = here.find(({ type }) => type === 'silence');
  const transition = describeTransition(storyBreak, shots);
  const inside = `shot ${findBreakShot(storyBreak, shots) + 1}`;
  const words = [
    blank === undefined
      ? (transition ?? `inside ${inside}`)
      : `the middle of ${lengthOf(blank)} of ${BLANK[blank.type]}${transition?.startsWith('the') ? `, at ${transition}` : `, in ${transition ?? inside}`}`,
    silence === undefined ? null : `in ${lengthOf(silence)} of silence`,
  ].filter((part) => part !== null);
  return `Frame ${frame}: ${words.join(', ')}.`;
}
