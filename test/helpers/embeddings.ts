import { createRandom } from '../../src/core/math/random.ts';
import type { TrainingPicture } from '../../src/training/index.ts';

/** A network of small embeddings. */
export const SMALL_NETWORK = {
  name: 'safety',
  weights: 'f'.repeat(64),
  embedding: [
    { layer: 'mixed4', size: 24 },
    { layer: 'mixed8', size: 40 },
  ],
};
const SIZE = 64;

/** Made-up pictures: those of a class lie about a point of their own, at a distance that `spread` sets. Non-negative. */
export function drawEmbeddings(
  classes: readonly string[],
  { perClass = 20, spread = 0.6, views = 2, seed = 1 } = {},
): TrainingPicture[] {
  const random = createRandom(seed);
  const draw = (size: number) => Array.from({ length: SIZE }, () => size * (random() - 0.5));
  return classes.flatMap((name) => {
    const centre = draw(1);
    return Array.from({ length: perClass }, (_, i) => {
      const own = draw(spread);
      const embeddings = Array.from({ length: views }, () => {
        const view = draw(0.2);
        return Float32Array.from({ length: SIZE }, (_, d) => Math.max(0, 1 + centre[d] + own[d] + view[d]));
      });
      return { id: `${name}/${i}`, classes: name === '' ? [] : [name], embeddings };
    });
  });
}
