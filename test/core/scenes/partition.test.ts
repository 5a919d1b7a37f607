import test from 'ava';
import fc from 'fast-check';
import { partitionSequence } from '../../../src/core/scenes/partition.ts';

/** The cost of a partition, term by term. */
function costOf(starts: number[], count: number, reach: number, pull: number[][], prices: number[]): number {
  let cost = 0;
  starts.forEach((start, s) => {
    if (s > 0) cost += prices[start];
    const end = starts[s + 1] ?? count;
    for (let i = start; i < end; i++) for (let j = i + 1; j < Math.min(end, i + reach + 1); j++) cost += pull[i][j];
  });
  return cost;
}

test('finds the cheapest of all partitions', (t) => {
  const count = 7;
  const number = fc.integer({ min: -8, max: 8 });
  const row = fc.array(number, { minLength: count, maxLength: count });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: count, maxLength: count }),
      row,
      fc.integer({ min: 1, max: count }),
      (pull, prices, reach) => {
        let least = Number.POSITIVE_INFINITY;
        for (let mask = 0; mask < 1 << (count - 1); mask++) {
          const starts = [0];
          for (let i = 1; i < count; i++) if (mask & (1 << (i - 1))) starts.push(i);
          least = Math.min(least, costOf(starts, count, reach, pull, prices));
        }
        const found = partitionSequence(
          count,
          reach,
          (i, j) => pull[i][j],
          (i) => prices[i],
        );
        return found[0] === 0 && costOf(found, count, reach, pull, prices) === least;
      },
    ),
    { seed: 1, numRuns: 200 },
  );
  t.pass();
});

test('one item is one run, none is none', (t) => {
  t.deepEqual(
    partitionSequence(1, 1, () => 1),
    [0],
  );
  t.deepEqual(
    partitionSequence(0, 1, () => 1),
    [],
  );
});
