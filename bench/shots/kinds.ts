import type { FrameSignals } from '../../src/core/measurements/frame-signals.ts';
import { SIGNAL_COUNT, signalIndex } from '../../src/core/measurements/signal-names.ts';
import type { Truth } from './score.ts';

/** A picture darker than this on average is dark, of 0..1 (40 of 255, where recall is known to fall). */
const DARK_LUMA = 40 / 255;
/** Standard deviation of luma below which a picture has low contrast, of 0..1. */
const LOW_DEVIATION = 0.12;
/** Shots of fast films last less than this on average, in seconds. */
const FAST_SHOT_SECONDS = 1.5;
/** A shot of fewer frames than this is short. */
export const SHORT_SHOT_FRAMES = 15;

const LUMA = signalIndex('luma-mean');
const DEVIATION = signalIndex('luma-deviation');

export interface Film {
  readonly name: string;
  readonly truth: Truth;
  readonly signals: FrameSignals;
  readonly seconds: number;
  readonly isUpright: boolean;
}

/**
 * What kind of film it is: its genre, as its truth or its name (`real_GENRE_hash`) says, and what is measured of it.
 * Whether its pictures are dark or of low contrast goes by the median.
 */
export function kindsOf({ name, truth, signals, seconds, isUpright }: Film): string[] {
  const genre = truth.genre ?? /^real_(.+)_[0-9a-f]{6}$/.exec(name)?.[1] ?? truth.kind;
  return [
    ...(genre ? [genre] : []),
    ...(medianOf(signals, LUMA) < DARK_LUMA ? ['is dark'] : []),
    ...(medianOf(signals, DEVIATION) < LOW_DEVIATION ? ['is of low contrast'] : []),
    ...(seconds / (truth.transitions.length + 1) < FAST_SHOT_SECONDS ? ['is fast'] : []),
    ...(isUpright ? ['is upright'] : []),
  ];
}

/** What makes each transition hard, in the order of the truth: none, one or both. Frames are of the grid. */
export function traitsOf({ transitions }: Truth, signals: FrameSignals): string[][] {
  const lumaAt = (frame: number): number =>
    signals.values[Math.max(0, Math.min(frame, signals.count - 1)) * SIGNAL_COUNT + LUMA];
  return transitions.map(({ type, startFrame, endFrame }, i) => {
    if (type !== 'cut') return [];
    const before = startFrame - (transitions[i - 1]?.endFrame ?? 0) + 1;
    const after = (transitions[i + 1]?.startFrame ?? signals.count - 1) - endFrame + 1;
    return [
      ...(Math.min(before, after) < SHORT_SHOT_FRAMES ? [`cut beside a shot under ${SHORT_SHOT_FRAMES} frames`] : []),
      ...(Math.max(lumaAt(startFrame), lumaAt(endFrame)) < DARK_LUMA ? ['cut between dark pictures'] : []),
    ];
  });
}

function medianOf(signals: FrameSignals, signal: number): number {
  const values = Array.from({ length: signals.count }, (_, i) => signals.values[i * SIGNAL_COUNT + signal]);
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
