import type { FrameSignals } from '../measurements/frame-signals.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';
import { describeText, isOnGround, type TextFrame } from './text-frames.ts';

/** Shorter ones are a closing title rather than credits. */
const MIN_SECONDS = 6;
/** Between cards, and where a line is denser than text mostly is. */
const MAX_GAP_SECONDS = 0.5;
/** How much of the stretch shows text at all, and how sparse it is in the middle of the frames that do. */
const MIN_TEXT_SHARE = 0.5;
const MAX_MEDIAN_INK = 0.16;
/** One line of text alone, a subtitle, covers less; of credits, at least one frame in ten has more. */
const MIN_DENSE_INK = 0.045;
/** Letters of credits cover less than half of their line: a pixel of a small frame never has the ink's full luma, as a lamp has. */
const MAX_MEDIAN_CONTRAST = 0.6;
/** A video that is text for longer than this share is a slide show or a screen recording. */
const MAX_SHARE_OF_VIDEO = 0.5;
/** Text is held, or rolls evenly: what changes from frame to frame, as a share of the ink. */
const MAX_CHANGE = 0.25;

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))];
const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * Finds end credits: the last stretch of a video, up to its end or to a last black, that shows sparse text on one flat
 * ground, dark or light, held in cards or rolling, for at least 6 seconds. Credits over a moving picture are not found.
 */
export function findEndCredits(signals: FrameSignals, grid: FrameGrid): Cue[] {
  // Only the end of the film is looked at: a long one that has no credits costs a few frames.
  const describe = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => describeText(signals, from + i));
  const framesPerSecond = grid.frameRate.numerator / grid.frameRate.denominator;
  let end = signals.count;
  while (end > 0 && describeText(signals, end - 1).kind === 'empty') end--;
  const last = describe(Math.max(0, end - Math.round(MIN_SECONDS * framesPerSecond)), end);
  const ground = median(last.filter(({ kind }) => kind === 'text').map((frame) => frame.ground));
  if (ground === undefined) return [];

  const belongs = (frame: TextFrame) => frame.kind !== 'picture' && isOnGround(frame, ground);
  let start = end;
  for (let n = end - 1, gap = 0; n >= 0 && gap <= MAX_GAP_SECONDS * framesPerSecond; n--) {
    const frame = describeText(signals, n);
    gap = belongs(frame) ? 0 : gap + 1;
    if (belongs(frame) && frame.kind === 'text') start = n;
  }
  const text = describe(start, end).filter((frame) => frame.kind === 'text' && belongs(frame));
  const inks = text.map(({ ink }) => ink);
  const length = end - start;
  if (
    length < MIN_SECONDS * framesPerSecond ||
    length > MAX_SHARE_OF_VIDEO * signals.count ||
    text.length < MIN_TEXT_SHARE * length ||
    median(inks) > MAX_MEDIAN_INK ||
    median(text.map(({ contrast }) => contrast)) > MAX_MEDIAN_CONTRAST ||
    quantile(inks, 0.9) < MIN_DENSE_INK ||
    median(text.map(({ change }) => change)) > MAX_CHANGE
  )
    return [];
  return [{ type: 'end-credits', startSeconds: frameToSeconds(start, grid), endSeconds: frameToSeconds(end, grid) }];
}
