import { fallOff } from './fall-off.ts';
import type { Gradients } from './gradients.ts';

const BINS = 36;
/** Share of the strongest direction from which another counts too. */
const PEAK_SHARE = 0.8;

/**
 * The main directions of brightness around a point, in turns 0..1: mostly one, so that a turned picture gives the same
 * description. `sigma` in pixels of the gradients. Lowe 2004, section 5.
 */
export function findDirections(gradients: Gradients, x: number, y: number, sigma: number): number[] {
  const histogram = smooth(collect(gradients, Math.round(x), Math.round(y), 1.5 * sigma));
  const highest = Math.max(...histogram);
  const directions: number[] = [];
  for (let i = 0; i < BINS; i++) {
    const [before, here, after] = [histogram[(i + BINS - 1) % BINS], histogram[i], histogram[(i + 1) % BINS]];
    if (here <= before || here <= after || here < PEAK_SHARE * highest) continue;
    const peak = i + (0.5 * (before - after)) / (before - 2 * here + after);
    directions.push(((peak + BINS) % BINS) / BINS);
  }
  return directions;
}

function collect({ width, height, strengths, turns }: Gradients, x: number, y: number, sigma: number): Float32Array {
  const radius = Math.round(3 * sigma);
  const histogram = new Float32Array(BINS);
  for (let row = Math.max(1, y - radius); row <= Math.min(height - 2, y + radius); row++) {
    for (let column = Math.max(1, x - radius); column <= Math.min(width - 2, x + radius); column++) {
      const at = row * width + column;
      const distance = (row - y) ** 2 + (column - x) ** 2;
      const bin = Math.round(turns[at] * BINS) % BINS;
      histogram[bin] += strengths[at] * fallOff(distance / (2 * sigma * sigma));
    }
  }
  return histogram;
}

const smooth = (histogram: Float32Array): Float32Array =>
  histogram.map((value, i) => {
    const at = (offset: number) => histogram[(i + offset + BINS) % BINS];
    return (6 * value + 4 * (at(-1) + at(1)) + at(-2) + at(2)) / 16;
  });
