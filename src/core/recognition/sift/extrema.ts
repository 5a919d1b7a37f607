import { type Octave, SCALES } from './scale-space.ts';

/** Least contrast of a blob, where the picture's brightness is 0..1. */
const MIN_CONTRAST = 0.02;
/** How much longer than wide a blob may be: edges have no place along them. */
const MAX_EDGE_RATIO = 10;
/** Pixels beside an edge where no blob is searched for. */
const BORDER = 5;
const MAX_MOVES = 5;

/** A blob of an octave. */
export interface Extremum {
  /** Pixels of the octave. */
  readonly x: number;
  readonly y: number;
  /** Layer 1..SCALES whose blur suits it. */
  readonly layer: number;
  /** Of the scale, as a layer with a fraction. */
  readonly scale: number;
  readonly contrast: number;
}

/** Blobs: where the difference of layers is greater, or smaller, than at all 26 neighbours. Lowe 2004, sections 3 and 4. */
export function findExtrema({ differences }: Octave): Extremum[] {
  const { width, height } = differences[0];
  const threshold = (0.5 * MIN_CONTRAST) / SCALES;
  const found: Extremum[] = [];
  for (let layer = 1; layer <= SCALES; layer++) {
    const [below, here, above] = [layer - 1, layer, layer + 1].map((i) => differences[i].values);
    for (let y = BORDER; y < height - BORDER; y++) {
      for (let x = BORDER, at = y * width + BORDER; x < width - BORDER; x++, at++) {
        const value = here[at];
        if (value < threshold && value > -threshold) continue;
        const sign = value > 0 ? 1 : -1;
        if (
          !isPeak(here, at, width, value, sign) ||
          !isPeak(below, at, width, value, sign) ||
          !isPeak(above, at, width, value, sign)
        )
          continue;
        const extremum = locate(differences, x, y, layer);
        if (extremum) found.push(extremum);
      }
    }
  }
  return found;
}

const isPeak = (values: Float32Array, at: number, width: number, value: number, sign: number): boolean => {
  const peak = sign * value;
  return (
    peak >= sign * values[at] &&
    peak >= sign * values[at - 1] &&
    peak >= sign * values[at + 1] &&
    peak >= sign * values[at - width] &&
    peak >= sign * values[at + width] &&
    peak >= sign * values[at - width - 1] &&
    peak >= sign * values[at - width + 1] &&
    peak >= sign * values[at + width - 1] &&
    peak >= sign * values[at + width + 1]
  );
};

/** Fits a parabola to place, scale and contrast; null where there is no clear peak, too little contrast, or an edge. */
function locate(
  differences: Octave['differences'],
  startX: number,
  startY: number,
  startLayer: number,
): Extremum | null {
  const { width, height } = differences[0];
  let [x, y, layer] = [startX, startY, startLayer];
  for (let move = 0; move < MAX_MOVES; move++) {
    const [below, here, above] = [layer - 1, layer, layer + 1].map((i) => differences[i].values);
    const at = y * width + x;
    const value = here[at];
    const dx = (here[at + 1] - here[at - 1]) / 2;
    const dy = (here[at + width] - here[at - width]) / 2;
    const ds = (above[at] - below[at]) / 2;
    const dxx = here[at + 1] + here[at - 1] - 2 * value;
    const dyy = here[at + width] + here[at - width] - 2 * value;
    const dss = above[at] + below[at] - 2 * value;
    const dxy = (here[at + width + 1] - here[at + width - 1] - here[at - width + 1] + here[at - width - 1]) / 4;
    const dxs = (above[at + 1] - above[at - 1] - below[at + 1] + below[at - 1]) / 4;
    const dys = (above[at + width] - above[at - width] - below[at + width] + below[at - width]) / 4;
    const a = dyy * dss - dys * dys;
    const b = dxs * dys - dxy * dss;
    const c = dxy * dys - dxs * dyy;
    const determinant = dxx * a + dxy * b + dxs * c;
    if (determinant === 0) return null;
    const moveX = -(a * dx + b * dy + c * ds) / determinant;
    const moveY = -(b * dx + (dxx * dss - dxs * dxs) * dy + (dxy * dxs - dxx * dys) * ds) / determinant;
    const moveS = -(c * dx + (dxy * dxs - dxx * dys) * dy + (dxx * dyy - dxy * dxy) * ds) / determinant;
    if (Math.abs(moveX) < 0.5 && Math.abs(moveY) < 0.5 && Math.abs(moveS) < 0.5) {
      const contrast = Math.abs(value + (dx * moveX + dy * moveY + ds * moveS) / 2);
      const trace = dxx + dyy;
      const area = dxx * dyy - dxy * dxy;
      if (contrast * SCALES < MIN_CONTRAST) return null;
      if (area <= 0 || trace * trace * MAX_EDGE_RATIO >= (MAX_EDGE_RATIO + 1) ** 2 * area) return null;
      return { x: x + moveX, y: y + moveY, layer, scale: layer + moveS, contrast };
    }
    x += Math.round(moveX);
    y += Math.round(moveY);
    layer += Math.round(moveS);
    const isInside =
      layer >= 1 && layer <= SCALES && x >= BORDER && x < width - BORDER && y >= BORDER && y < height - BORDER;
    if (!isInside) return null;
  }
  return null;
}
