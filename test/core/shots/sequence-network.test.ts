import test from 'ava';
import fc from 'fast-check';
import { createSequenceNetwork, type NetworkFile } from '../../../src/core/shots/sequence-network.ts';

const encode = (values: readonly number[]): string => Buffer.from(Float32Array.from(values).buffer).toString('base64');

const small = (values: readonly number[], dilations: readonly number[]): NetworkFile => ({
  features: 1,
  channels: 1,
  dilations,
  outputs: ['score'],
  values: encode(values),
});

test('a row is standardised, goes through rectified layers and sees the rows a dilation away', (t) => {
  // Mean 1, scale 2; input 1, bias 0; taps 10, 1, 100, bias 0; mix 1, bias 0; output 1, bias 0.5.
  const network = createSequenceNetwork(small([1, 2, 1, 0, 10, 1, 100, 0, 1, 0, 1, 0.5], [2]));
  const rows = [1.5, 1, 2, 0, 1.25];
  const scores = network.run(rows.length, (row, out) => {
    out[0] = rows[row];
  });
  // Standardised and rectified: 1, 0, 2, 0, 0.5. Each adds 10 x two before + itself + 100 x two after; beyond the ends are zeros.
  t.deepEqual([...scores], [1 + 1 + 200 + 0.5, 0.5, 2 + 10 + 2 + 50 + 0.5, 0.5, 0.5 + 20 + 0.5 + 0.5]);
});

test('a feature far off says no more than one at six deviations', (t) => {
  const network = createSequenceNetwork(small([0, 1, 1, 0, 1, 0], []));
  const scores = network.run(3, (row, out) => {
    out[0] = [6, 1e9, -1e9][row];
  });
  t.deepEqual([...scores], [6, 6, 0]);
});

test('a long sequence, worked on in parts, gives what each place gives by itself', (t) => {
  const weights = Array.from({ length: 2 + 2 + 2 * 6 + 2 }, (_, i) => Math.fround(Math.sin(i + 1)));
  const network = createSequenceNetwork(small(weights, [1, 4]));
  const value = (row: number) => Math.fround(Math.sin(row * 12.9898) * 3);
  const count = 9000;
  const whole = network.run(count, (row, out) => {
    out[0] = value(row);
  });
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(4066, 8162), fc.integer({ min: 0, max: count - 60 })), (start) => {
      const part = network.run(60, (row, out) => {
        out[0] = value(start + row);
      });
      // Five rows from an edge are as good as in the middle.
      return Array.from({ length: 50 }, (_, i) => part[i + 5] === whole[start + i + 5]).every(Boolean);
    }),
    { numRuns: 200, seed: 1 },
  );
  t.is(whole.length, count);
});

test('weights that are too many or too few are refused', (t) => {
  t.throws(() => createSequenceNetwork(small([0, 1, 1, 0, 1], [])), { instanceOf: RangeError });
  t.throws(() => createSequenceNetwork(small([0, 1, 1, 0, 1, 0, 7], [])), { instanceOf: RangeError });
});
