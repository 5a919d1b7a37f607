import test from 'ava';
import { createRandom } from '../../../src/core/math/random.ts';
import { createCellFinder } from '../../../src/core/recognition/nearest-cells.ts';
import { cellsOf, learnWords, measureWords } from '../../../src/core/recognition/words.ts';

const random = createRandom(5);
const descriptors = Uint8Array.from({ length: 2000 * 128 }, () => random() * 90);

test('few features have one word, so all are compared', (t) => {
  t.is(learnWords(new Uint8Array(0)).count, 1);
  t.is(learnWords(descriptors.subarray(0, 30 * 128)).count, 1);
  t.is(learnWords(descriptors).count, 15);
});

test('the nearest cell of a descriptor is the one it lies in, and no cell comes twice', (t) => {
  const words = learnWords(descriptors);
  const cells = cellsOf(descriptors, words);
  const find = createCellFinder(words.count);
  const [first, second] = [new Float64Array(words.count), new Float64Array(words.count)];
  for (let i = 0; i < 100; i++) {
    measureWords(descriptors, i, words, first, second);
    const near = [...find(first, second)];
    t.is(near[0], cells[i]);
    t.is(new Set(near).size, near.length);
    const distances = near.map((cell) => first[Math.floor(cell / words.count)] + second[cell % words.count]);
    t.deepEqual(
      distances,
      [...distances].sort((a, b) => a - b),
    );
  }
});
