import type { FrameSignals } from '../measurements/frame-signals.ts';
import { SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';

/** A picture is black when 98 % of it is darker than this: the limits that ffmpeg's blackdetect starts from. */
const BLACK_LUMA = 0.1;
/** A picture is white when 98 % of it is lighter than this and nearly without colour. */
const WHITE_LUMA = 0.9;
const WHITE_COLORFULNESS = 0.05;

const SIGNAL = {
  lumaLow: signalIndex('luma-low'),
  lumaHigh: signalIndex('luma-high'),
  colorfulness: signalIndex('colorfulness'),
  bars: signalIndex('color-bars'),
} as const;

/** Tests of single frames: pictures that show nothing. */
export function testPictures({ values }: FrameSignals) {
  const value = (frame: number, signal: number): number => values[frame * SIGNAL_COUNT + signal]!;
  return {
    isBlack: (frame: number) => value(frame, SIGNAL.lumaHigh) <= BLACK_LUMA,
    isWhite: (frame: number) =>
      value(frame, SIGNAL.lumaLow) >= WHITE_LUMA && value(frame, SIGNAL.colorfulness) <= WHITE_COLORFULNESS,
    isBars: (frame: number) => value(frame, SIGNAL.bars) === 1,
  };
}
