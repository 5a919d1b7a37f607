import type { FrameSignals } from '../measurements/frame-signals.ts';
import { SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';

/** Text covers little: in the mean a frame lies this share of the way from its ground's luma to its ink's. */
const MAX_INK = 0.2;
/** Ink and ground differ by this much in luma even where letters are thinner than a pixel of a small frame. */
const MIN_CONTRAST = 0.08;

const SIGNAL = {
  mean: signalIndex('luma-mean'),
  low: signalIndex('luma-low'),
  high: signalIndex('luma-high'),
  change: signalIndex('place-1'),
} as const;

export interface TextFrame {
  /** Sparse marks on a flat ground, nothing on one, or anything else. */
  readonly kind: 'text' | 'empty' | 'picture';
  /** Luma of the ground, 0..1. */
  readonly ground: number;
  /** How far the mean lies from the ground towards the ink: 0..0.5. */
  readonly ink: number;
  /** Luma from the ground to the lightest (or darkest) 2 % of the pixels, 0..1. */
  readonly contrast: number;
  /** Change from the frame before, as a share of what is not ground: 0 is held. */
  readonly change: number;
}

/** What a codec and a fade change of a ground's luma. */
const GROUND_STEP = 0.05;

/** Whether a frame has a ground of about this luma. */
export const isOnGround = (frame: TextFrame, ground: number): boolean => Math.abs(frame.ground - ground) <= GROUND_STEP;

/** Reads a frame as text on a ground, from its distribution of luma: the ground is the end that the mean lies nearer to. */
export function describeText({ values }: FrameSignals, frame: number): TextFrame {
  const at = frame * SIGNAL_COUNT;
  const low = values[at + SIGNAL.low];
  const high = values[at + SIGNAL.high];
  const mean = values[at + SIGNAL.mean];
  const contrast = high - low;
  const isDark = mean - low <= high - mean;
  const ground = isDark ? low : high;
  const ink = contrast > 0 ? Math.abs(mean - ground) / contrast : 0;
  const kind = contrast < MIN_CONTRAST ? 'empty' : ink <= MAX_INK ? 'text' : 'picture';
  return { kind, ground, ink, contrast, change: values[at + SIGNAL.change] / Math.max(0.002, Math.abs(mean - ground)) };
}
