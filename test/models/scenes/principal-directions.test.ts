import test from 'ava';
import { findPrincipalDirections } from '../../../models/scenes/principal-directions.ts';
import { createRandom } from '../../../src/core/math/random.ts';

test('finds the directions of the widest spread, and how wide it is', (t) => {
  const random = createRandom(3);
  // Spread of 9, 4 and 1 along three directions at right angles, none along the fourth.
  const axes = [
    [0.5, 0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5, -0.5],
    [0.5, 0.5, -0.5, -0.5],
  ];
  const rows = Array.from({ length: 4000 }, () => {
    const shares = [3, 2, 1].map((spread) => (random() - 0.5) * Math.sqrt(12) * spread);
    return Float64Array.from({ length: 4 }, (_, d) => axes.reduce((sum, axis, k) => sum + shares[k] * axis[d], 0));
  });
  const { directions, variances } = findPrincipalDirections(rows, 3);
  for (const [k, wanted] of [9, 4, 1].entries()) {
    t.true(Math.abs(variances[k] / wanted - 1) < 0.1, `${variances}`);
    t.true(Math.abs(directions[k].reduce((sum, value, d) => sum + value * axes[k][d], 0)) > 0.99);
  }
  t.deepEqual(findPrincipalDirections(rows, 3), { directions, variances });
});
