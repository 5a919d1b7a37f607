import { createRandom } from '../../../core/math/random.ts';

const SIZE = 256;
const smooth = (t: number): number => t * t * (3 - 2 * t);

/** Noise of two coordinates, 0..1: about one hill for each unit of length. */
export type Noise = (x: number, y: number) => number;

/** Numbers on a grid, smoothly joined (value noise). */
function createNoise(seed: number): Noise {
  const random = createRandom(seed);
  const grid = Float32Array.from({ length: SIZE * SIZE }, random);
  const at = (x: number, y: number): number => grid[((y & (SIZE - 1)) << 8) | (x & (SIZE - 1))]!;
  return (x, y) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [across, down] = [smooth(x - left), smooth(y - top)];
    const above = at(left, top) + across * (at(left + 1, top) - at(left, top));
    const below = at(left, top + 1) + across * (at(left + 1, top + 1) - at(left, top + 1));
    return above + down * (below - above);
  };
}

/** Noise in ever finer and weaker steps, 0..1 with a mean of one half: clouds, rock, waves. */
export function createFractal(seed: number, octaves: number): Noise {
  const noise = createNoise(seed);
  const total = 2 - 2 ** (1 - octaves);
  return (x, y) => {
    let sum = 0;
    for (let i = 0, size = 1, scale = 1; i < octaves; i++, size /= 2, scale *= 2.03)
      sum += size * noise(x * scale + 17.3 * i, y * scale + 9.1 * i);
    return sum / total;
  };
}

/** 0 below `from`, 1 above `to`, smooth between. */
export const rise = (from: number, to: number, value: number): number =>
  smooth(Math.min(1, Math.max(0, (value - from) / (to - from))));
