import { COARSE, HISTOGRAM_BINS, type PictureMeasures } from './picture.ts';

// Read once: in the inner loops a constant of another module costs as much as the arithmetic.
const { width: WIDTH, height: HEIGHT } = COARSE;
const BINS = HISTOGRAM_BINS;
const BLOCK = 4;
/** How far (in coarse pixels, an eighth of the width) a block is searched for: what a fast pan moves in one frame. */
const REACH = 3;
const COLUMNS = Math.floor(WIDTH / BLOCK);
const ROWS = Math.floor(HEIGHT / BLOCK);

/** A sum of differences over a block that is as good as none: a sixteenth of a deviation a pixel. */
const GOOD_MATCH = 2 * BLOCK * BLOCK;

/** Displacements in order of length, so that a still block ends the search early: x and y by turns. */
const DISPLACEMENTS = (() => {
  const all: { x: number; y: number }[] = [];
  for (let y = -REACH; y <= REACH; y++) for (let x = -REACH; x <= REACH; x++) all.push({ x, y });
  all.sort((a, b) => a.x ** 2 + a.y ** 2 - (b.x ** 2 + b.y ** 2) || a.y - b.y || a.x - b.x);
  return Int8Array.from(all.flatMap(({ x, y }) => [x, y]));
})();

/**
 * How little of a picture's structure is found again near its place in another: 0 (all of it) to about 1 (none).
 * Mean absolute difference of contrast-normalised luma after matching 4 x 4 blocks of the coarse grid, in standard
 * deviations; two unrelated pictures lie around 0.5. Gain and offset of brightness, pans and zooms leave it small.
 */
export function structureDifference(now: PictureMeasures, before: PictureMeasures): number {
  let total = 0;
  for (let blockRow = 0; blockRow < ROWS; blockRow++) {
    for (let blockColumn = 0; blockColumn < COLUMNS; blockColumn++) {
      total += matchBlock(now.structure, before.structure, blockColumn * BLOCK, blockRow * BLOCK);
    }
  }
  return total / (ROWS * COLUMNS * BLOCK * BLOCK * 32);
}

function matchBlock(now: Int16Array, before: Int16Array, left: number, top: number): number {
  let best = Number.MAX_SAFE_INTEGER;
  const rightmost = WIDTH - BLOCK;
  const lowest = HEIGHT - BLOCK;
  for (let d = 0; d < DISPLACEMENTS.length; d += 2) {
    const x = left + DISPLACEMENTS[d];
    const y = top + DISPLACEMENTS[d + 1];
    if (x < 0 || y < 0 || x > rightmost || y > lowest) continue;
    let sum = 0;
    let a = top * WIDTH + left;
    let b = y * WIDTH + x;
    for (let row = 0; row < BLOCK && sum < best; row++) {
      sum +=
        Math.abs(now[a] - before[b]) +
        Math.abs(now[a + 1] - before[b + 1]) +
        Math.abs(now[a + 2] - before[b + 2]) +
        Math.abs(now[a + 3] - before[b + 3]);
      a += WIDTH;
      b += WIDTH;
    }
    if (sum < best) best = sum;
    // Noise's share of a match: looking further would not tell more.
    if (best <= GOOD_MATCH) break;
  }
  return best;
}

/** Hellinger distance of two pictures' colour histograms: 0 (the same colours) to 1 (none in common). */
export function colorDifference(a: PictureMeasures, b: PictureMeasures): number {
  let common = 0;
  for (let bin = 0; bin < BINS; bin++) common += a.histogram[bin] * b.histogram[bin];
  return Math.sqrt(Math.max(0, 1 - common));
}

/** Mean absolute difference of two pictures' coarse RGB in place: 0..1. */
export function placeDifference(a: PictureMeasures, b: PictureMeasures): number {
  let sum = 0;
  for (let i = 0; i < a.coarse.length; i++) sum += Math.abs(a.coarse[i] - b.coarse[i]);
  return sum / a.coarse.length / 255;
}

/** A change of one coarse value that noise and compression make too: added so that a still scene shows no pattern. */
const NOISE_FLOOR = 4;

/** How the middle one of three pictures lies between the outer two; each 0..1, see `betweenness`. */
export interface Betweenness {
  readonly mixResidual: number;
  readonly splitResidual: number;
  readonly incomingShare: number;
}

/**
 * Tests whether a middle picture M is a mix or a patchwork of an earlier A and a later B.
 * `mixResidual`: |M - (A + w (B - A))| / |B - A| with the best single w: small in a dissolve or fade, where
 * f(t) = (1 - w) A + w B. `splitResidual`: the same with each value taking the nearer of A and B: small in a wipe.
 * `incomingShare`: how much of what changes has changed already.
 */
export function betweenness(earlier: PictureMeasures, middle: PictureMeasures, later: PictureMeasures): Betweenness {
  const a = earlier.coarse;
  const m = middle.coarse;
  const b = later.coarse;
  let alongChange = 0;
  let changeSquares = 0;
  for (let i = 0; i < a.length; i++) {
    const change = b[i] - a[i];
    alongChange += (m[i] - a[i]) * change;
    changeSquares += change * change;
  }
  const weight = changeSquares > 0 ? Math.min(1, Math.max(0, alongChange / changeSquares)) : 0.5;
  let mix = 0;
  let split = 0;
  let incoming = 0;
  let total = NOISE_FLOOR * a.length;
  for (let i = 0; i < a.length; i++) {
    const change = b[i] - a[i];
    const fromEarlier = m[i] - a[i];
    const size = Math.abs(change);
    const toEarlier = Math.abs(fromEarlier);
    const toLater = Math.abs(fromEarlier - change);
    mix += Math.abs(fromEarlier - weight * change);
    if (toLater < toEarlier) {
      split += toLater;
      incoming += size;
    } else split += toEarlier;
    total += size;
  }
  return {
    mixResidual: Math.min(1, mix / total),
    splitResidual: Math.min(1, split / total),
    incomingShare: incoming / total,
  };
}
