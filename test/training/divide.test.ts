import test from 'ava';
import fc from 'fast-check';
import { createRandom } from '../../src/core/math/random.ts';
import { dividePictures } from '../../src/training/divide.ts';
import { joinGroups } from '../../src/training/groups.ts';
import { findNearDuplicates } from '../../src/training/near-duplicates.ts';
import type { Targets } from '../../src/training/targets.ts';

const targetsOf = (classes: readonly number[], classCount: number): Targets => {
  const labels = new Uint8Array(classes.length * classCount);
  for (const [row, c] of classes.entries()) if (c >= 0) labels[row * classCount + c] = 1;
  return {
    kind: 'multi-label',
    rows: classes.length,
    classCount,
    labels,
    weights: new Float32Array(labels.length).fill(1),
  };
};

test('groups join by key and by tie, also by way of others', (t) => {
  t.deepEqual(joinGroups(['a', undefined, 'b', 'a', undefined], [[1, 2]]), [0, 1, 1, 0, 2]);
  t.deepEqual(
    joinGroups(
      ['a', 'b', 'a', 'c'],
      [
        [2, 1],
        [1, 3],
      ],
    ),
    [0, 0, 0, 0],
  );
});

test('no group is parted, and parts have about their share of each class', (t) => {
  fc.assert(
    fc.property(fc.nat(10_000), (seed) => {
      const random = createRandom(seed);
      const classes = Array.from({ length: 300 }, () => Math.floor(random() * 4) - 1);
      const groups = Array.from({ length: 300 }, (_, i) => (random() < 0.3 ? Math.max(0, i - 1) : i));
      const parts = dividePictures(groups, targetsOf(classes, 3), [0.8, 0.2], seed);
      const byGroup = new Map<number, number>();
      for (const [i, group] of groups.entries()) {
        if ((byGroup.get(group) ?? parts[i]) !== parts[i]) return false;
        byGroup.set(group, parts[i]);
      }
      return [-1, 0, 1, 2].every((c) => {
        const own = classes.map((_, i) => i).filter((i) => classes[i] === c);
        const share = own.filter((i) => parts[i] === 1).length / own.length;
        return Math.abs(share - 0.2) < 0.1;
      });
    }),
    { numRuns: 50 },
  );
  t.pass();
});

test('a class that is one group is learned, not kept apart', (t) => {
  const classes = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
  const groups = classes.map((c, i) => (c === 0 ? 0 : i));
  const parts = dividePictures(groups, targetsOf(classes, 2), [0.8, 0.2], 3);
  t.deepEqual([...parts.subarray(0, 5)], [0, 0, 0, 0, 0]);
  t.is(parts.filter((part) => part === 1).length, 2);
});

test('copies and near copies are found, others are not', async (t) => {
  const random = createRandom(2);
  const [rows, columns] = [60, 300];
  const values = Float32Array.from({ length: rows * columns }, () => random());
  values.copyWithin(5 * columns, 0, columns);
  values.copyWithin(9 * columns, 3 * columns, 4 * columns);
  for (let d = 0; d < columns; d++) values[9 * columns + d] *= 1 + 0.1 * (random() - 0.5);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * columns, (row + 1) * columns);
    const length = Math.hypot(...own);
    for (let d = 0; d < columns; d++) own[d] /= length;
  }
  const twins = await findNearDuplicates({ rows, columns, values }, 1, async () => {});
  t.deepEqual(twins, [
    { first: 0, second: 5, same: true },
    { first: 3, second: 9, same: false },
  ]);
});
