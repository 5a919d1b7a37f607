import { SMALL_FRAME } from './small-frame.ts';

/**
 * Rows judged, as shares of the pattern's height: the upper half, where all of them show plain bars (SMPTE over the top
 * two thirds, SMPTE for HD over seven twelfths, EBU to the bottom).
 */
const FIRST_SHARE = 2 / 27;
const LAST_SHARE = 13 / 27;
/** A row that shows bars whether the pattern fills the picture or lies between black edges above and below. */
const BAR_ROW = 10;
/** The pattern begins in the first quarter of the width and of the height. */
const LAST_LEFT = SMALL_FRAME.width / 4;
const LAST_TOP = SMALL_FRAME.height / 4;
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
const ON_MIN = 120;
const OFF_MAX = 72;
/** What compression makes of a flat column. */
const MAX_ROW_STEP = 24;

/**
 * 1 when the frame shows colour bars, SMPTE's seven or EBU's eight (the last black), else 0. The pattern may lie in the
 * middle between edges of black or grey: a picture of another shape, or SMPTE's bars for HD. Every bar's middle must have
 * its colour and be the same from row to row.
 */
export function measureColorBars(smallFrame: Uint8Array): number {
  // The leftmost bar is white: where it begins, the pattern does, and it ends as far from the other edge.
  let left = 0;
  while (left < LAST_LEFT && !isWhite(smallFrame, BAR_ROW, left)) left++;
  if (left >= LAST_LEFT) return 0;
  let top = 0;
  while (top < LAST_TOP && !isWhite(smallFrame, top, left + 1)) top++;
  if (top >= LAST_TOP) return 0;
  return showsBars(smallFrame, 7, left, top) || showsBars(smallFrame, 8, left, top) ? 1 : 0;
}

function isWhite(smallFrame: Uint8Array, row: number, column: number): boolean {
  const at = (row * SMALL_FRAME.width + column) * 3;
  return Math.min(smallFrame[at], smallFrame[at + 1], smallFrame[at + 2]) >= ON_MIN;
}

function showsBars(smallFrame: Uint8Array, count: 7 | 8, left: number, top: number): boolean {
  const width = SMALL_FRAME.width - 2 * left;
  const height = SMALL_FRAME.height - 2 * top;
  const firstRow = top + Math.round(FIRST_SHARE * height);
  const lastRow = top + Math.round(LAST_SHARE * height);
  for (let bar = 0; bar < count; bar++) {
    const color = BARS[bar] ?? [0, 0, 0];
    const column = left + Math.floor(((bar + 0.5) * width) / count);
    for (let channel = 0; channel < 3; channel++) {
      const first = smallFrame[(firstRow * SMALL_FRAME.width + column) * 3 + channel];
      if (color[channel] ? first < ON_MIN : first > OFF_MAX) return false;
      for (let row = firstRow + 1; row < lastRow; row++) {
        const value = smallFrame[(row * SMALL_FRAME.width + column) * 3 + channel];
        if (Math.abs(value - first) > MAX_ROW_STEP) return false;
      }
    }
  }
  return true;
}
