import type { Plane } from './plane.ts';

/** The slope of brightness at each pixel. */
export interface Gradients {
  readonly width: number;
  readonly height: number;
  readonly strengths: Float32Array;
  /** Turns 0..1, from the right towards the bottom. */
  readonly turns: Float32Array;
}

export function gradientsOf({ values, width, height }: Plane): Gradients {
  const strengths = new Float32Array(width * height);
  const turns = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const dx = values[at + 1] - values[at - 1];
      const dy = values[at + width] - values[at - width];
      strengths[at] = Math.sqrt(dx * dx + dy * dy);
      turns[at] = turnOf(dy, dx);
    }
  }
  return { width, height, strengths, turns };
}

/**
 * atan2 in turns 0..1, right to 0.00002 turns: the polynomial of Abramowitz and Stegun 4.4.47. Math.atan2 is several
 * times slower, and may differ between engines.
 */
function turnOf(y: number, x: number): number {
  const [ax, ay] = [Math.abs(x), Math.abs(y)];
  const longer = Math.max(ax, ay);
  if (longer === 0) return 0;
  const ratio = Math.min(ax, ay) / longer;
  const square = ratio * ratio;
  const angle =
    ratio * (0.999866 + square * (-0.3302995 + square * (0.180141 + square * (-0.085133 + square * 0.0208351))));
  let turn = angle / (2 * Math.PI);
  if (ay > ax) turn = 0.25 - turn;
  if (x < 0) turn = 0.5 - turn;
  if (y < 0) turn = 1 - turn;
  return turn >= 1 ? turn - 1 : turn;
}
