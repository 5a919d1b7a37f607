import type { FrameSignals } from '../measurements/frame-signals.ts';
import { SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';
import { describeText, isOnGround, type TextFrame } from './text-frames.ts';

/** A slate follows the colour bars, at most this much black later. */
const MAX_BLACK_SECONDS = 5;
const MIN_SECONDS = 1.5;
/** Longer ones are not a leader before a programme but the programme. */
const MAX_SECONDS = 60;
/** A slate is held: but for a clock that counts down, a third of what is not ground at the very most. */
const MAX_CHANGE = 0.3;

const BARS = signalIndex('color-bars');

/**
 * Finds slates: a card of sparse text on a flat ground that is held for 1.5 to 60 seconds after colour bars, with or
 * without black between them, and before something else. A card that no bars come before may as well be a title, and is not called a slate.
 */
export function findSlates(signals: FrameSignals, grid: FrameGrid): Cue[] {
  const framesPerSecond = grid.frameRate.numerator / grid.frameRate.denominator;
  const isBars = (n: number) => signals.values[n * SIGNAL_COUNT + BARS] === 1;
  const cues: Cue[] = [];
  for (let n = 1; n < signals.count; n++) {
    if (!isBars(n - 1) || isBars(n)) continue;
    let start = n;
    const lastStart = Math.min(signals.count - 1, n + Math.round(MAX_BLACK_SECONDS * framesPerSecond));
    while (start < lastStart && describeText(signals, start).kind !== 'text') start++;
    const { ground } = describeText(signals, start);
    const isHeld = (frame: TextFrame) =>
      frame.kind === 'text' && isOnGround(frame, ground) && frame.change <= MAX_CHANGE;
    // The first frame may be a cut or the beginning of a fade.
    let end = start + 1;
    while (end < signals.count && isHeld(describeText(signals, end))) end++;
    const seconds = (end - start) / framesPerSecond;
    // What lasts to the end has no programme after it.
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || end === signals.count) continue;
    cues.push({ type: 'slate', startSeconds: frameToSeconds(start, grid), endSeconds: frameToSeconds(end, grid) });
    n = end;
  }
  return cues;
}
