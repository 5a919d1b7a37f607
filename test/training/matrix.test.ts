import test from 'ava';
import fc from 'fast-check';
import { createRandom } from '../../src/core/math/random.ts';
import { type Matrix, multiply, transpose } from '../../src/training/matrix.ts';
import { findPrincipalAxes, project } from '../../src/training/principal-axes.ts';

function drawMatrix(rows: number, columns: number, seed: number): Matrix {
  const random = createRandom(seed);
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, () => random() - 0.5) };
}

test('a product is what sums of products give, whatever the sizes', (t) => {
  const size = fc.integer({ min: 1, max: 70 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 700 }), fc.nat(1000), (n, m, d, seed) => {
      const [a, b] = [drawMatrix(n, d, seed), drawMatrix(m, d, seed + 1)];
      const { values } = multiply(a, b);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < m; j++) {
          let sum = 0;
          for (let k = 0; k < d; k++) sum += a.values[i * d + k] * b.values[j * d + k];
          if (Math.abs(sum - values[i * m + j]) > 1e-4) return false;
        }
      return true;
    }),
    { numRuns: 25 },
  );
  t.pass();
});

test('a product of nothing is nothing', (t) => {
  t.is(multiply(drawMatrix(0, 5, 1), drawMatrix(3, 5, 2)).values.length, 0);
  t.deepEqual([...multiply(drawMatrix(2, 0, 1), drawMatrix(1, 0, 2)).values], [0, 0]);
});

test('axes stand at right angles, and hold rows that spread along few', (t) => {
  const [places, directions] = [drawMatrix(120, 6, 3), drawMatrix(6, 200, 4)];
  const rows = multiply(places, transpose(directions));
  const found = findPrincipalAxes(rows, 20, 1);
  t.is(found.axes.rows, 6);
  const angles = multiply(found.axes, found.axes).values;
  for (const [i, value] of angles.entries()) t.true(Math.abs(value - (i % 7 === 0 ? 1 : 0)) < 1e-3);
  const back = multiply(project(rows, found), transpose(found.axes)).values;
  for (const [i, value] of back.entries()) t.true(Math.abs(value + found.mean[i % 200] - rows.values[i]) < 1e-3);
});
