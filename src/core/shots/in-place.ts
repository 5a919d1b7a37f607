import type { PictureMeasures } from './picture.ts';

/**
 * A channel of a cell (of 255) that changes by no more is as it was: what a lossy codec makes of a ground that stands still
 * where there is much contrast, and at least.
 */
const KEPT_CHANGE = 3;
const MIN_KEPT_CHANGE = 1;
/** Deviation of luma (0..1) for each 1 of that: in the dark two shots differ by little. */
const DEVIATION_OF_CHANGE = 12 / 255;
/** A cell without a channel above this (of 255) is black, with what a codec makes of the bars around a picture. */
const BLACK = 4;

/** Contrast-normalised luma lies within three deviations of 32 on either side; a level is a quarter of a deviation. */
const MAX_STEPS = 96;
const LEVEL_BITS = 3;
const LEVELS = ((2 * MAX_STEPS) >> LEVEL_BITS) + 1;
/** Where fewer cells change than this, nothing is said of the rule by which they do. */
const MIN_CELLS = 2 * LEVELS;
/** Cells that differ by less than this among each other (a deviation is 32) follow from anything. */
const FLAT_STEPS = 6;

/** What two pictures have in common cell by cell; both 0..1, see `compareInPlace`. */
export interface PlaceComparison {
  readonly kept: number;
  readonly toneResidual: number;
}

/**
 * Compares two pictures cell by cell of the coarse grid; cells that are black in both, as bars beside the picture are, do
 * not count.
 *
 * `kept`: the share of cells whose colour is the same; 1 where none counts. A caption, a thing that moves before a still
 * ground or a still banner keeps its part of the picture; a cut keeps next to nothing where nothing lies over it.
 *
 * `toneResidual`: how little the luma of the cells that changed follows from what it was, by whatever curve: the standard
 * deviation within cells that were alike, as a share of that of them all (the square root of one minus the correlation
 * ratio, Pearson 1905); of the two directions the smaller. About 0 where the light changed, through flashes and clipping
 * too; about 1 between unrelated pictures, and where too little changes to say.
 */
export function compareInPlace(now: PictureMeasures, before: PictureMeasures): PlaceComparison {
  const a = now.coarse;
  const b = before.coarse;
  const contrast = Math.min(now.lumaDeviation, before.lumaDeviation) / DEVIATION_OF_CHANGE;
  const tolerance = Math.min(KEPT_CHANGE, Math.max(MIN_KEPT_CHANGE, contrast));
  const changed = new Uint16Array(now.structure.length);
  let changedCount = 0;
  let counted = 0;
  for (let i = 0, cell = 0; i < a.length; i += 3, cell++) {
    const change = Math.max(Math.abs(a[i] - b[i]), Math.abs(a[i + 1] - b[i + 1]), Math.abs(a[i + 2] - b[i + 2]));
    if (change <= BLACK && Math.max(a[i], a[i + 1], a[i + 2]) <= BLACK) continue;
    counted++;
    if (change > tolerance) changed[changedCount++] = cell;
  }
  const cells = changed.subarray(0, changedCount);
  return {
    kept: counted === 0 ? 1 : 1 - changedCount / counted,
    toneResidual: Math.min(
      residualOf(cells, now.structure, before.structure),
      residualOf(cells, before.structure, now.structure),
    ),
  };
}

/** What is left of the deviation of `values` over some cells when each is told what `given` is there. */
function residualOf(cells: Uint16Array, values: Int16Array, given: Int16Array): number {
  if (cells.length < MIN_CELLS) return 1;
  const counts = new Float64Array(LEVELS);
  const sums = new Float64Array(LEVELS);
  let sum = 0;
  let squares = 0;
  for (const cell of cells) {
    const level = (given[cell] + MAX_STEPS) >> LEVEL_BITS;
    counts[level]++;
    sums[level] += values[cell];
    sum += values[cell];
    squares += values[cell] * values[cell];
  }
  let used = 0;
  let between = 0;
  for (let level = 0; level < LEVELS; level++) {
    if (counts[level] === 0) continue;
    used++;
    between += sums[level] ** 2 / counts[level];
  }
  const whole = (squares - sum ** 2 / cells.length) / (cells.length - 1);
  if (whole < FLAT_STEPS ** 2) return 1;
  const within = Math.max(0, squares - between) / (cells.length - used);
  return Math.min(1, Math.sqrt(within / whole));
}
