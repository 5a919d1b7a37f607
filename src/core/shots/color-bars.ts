import { SMALL_FRAME } from './small-frame.ts';

/** Rows judged: the upper half, where both SMPTE (bars over the top two thirds) and EBU patterns show plain bars. */
const FIRST_ROW = 2;
const LAST_ROW = 13;
/** RGB of the bars from left to right, as on and off: white, yellow, cyan, green, magenta, red, blue. */
const BARS = [
  [1, 1, 1],
  [1, 1, 0],
  [0, 1, 1],
  [0, 1, 0],
  [1, 0, 1],
  [1, 0, 0],
  [0, 0, 1],
] as const;
/** 75 % bars have their channels at 0 and 191; video levels and a chroma-subsampling codec move them by some 20. */
const ON_AT_LEAST = 120;
const OFF_AT_MOST = 72;
/** What compression makes of a flat column. */
const MAX_ROW_STEP = 24;

/**
 * 1 when the frame shows SMPTE (seven bars) or EBU (eight bars, the last black) colour bars over its whole width, else 0.
 * Every bar's middle must have its colour and be the same from row to row.
 */
export function measureColorBars(smallFrame: Uint8Array): number {
  return showsBars(smallFrame, 7) || showsBars(smallFrame, 8) ? 1 : 0;
}

function showsBars(smallFrame: Uint8Array, count: 7 | 8): boolean {
  for (let bar = 0; bar < count; bar++) {
    const color = BARS[bar] ?? [0, 0, 0];
    const column = Math.floor(((bar + 0.5) * SMALL_FRAME.width) / count);
    for (let channel = 0; channel < 3; channel++) {
      const first = smallFrame[(FIRST_ROW * SMALL_FRAME.width + column) * 3 + channel];
      if (color[channel] ? first < ON_AT_LEAST : first > OFF_AT_MOST) return false;
      for (let row = FIRST_ROW + 1; row < LAST_ROW; row++) {
        const value = smallFrame[(row * SMALL_FRAME.width + column) * 3 + channel];
        if (Math.abs(value - first) > MAX_ROW_STEP) return false;
      }
    }
  }
  return true;
}
