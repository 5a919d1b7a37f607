import test from 'ava';
import fc from 'fast-check';
import { Histogram } from '../../../models/calibration/histogram.ts';
import { sameValue } from '../../helpers/same-value.ts';

const values = fc.array(fc.float({ min: Math.fround(-50), max: 50, noNaN: true }), { minLength: 1, maxLength: 200 });
const build = (...lists: readonly number[][]): Histogram => {
  const histogram = new Histogram();
  for (const list of lists) histogram.add(Float32Array.from(list));
  return histogram;
};

test('the order of the values does not matter', (t) => {
  fc.assert(
    fc.property(values, values, (first, second) => {
      const counted = build(first, second);
      sameValue(t, build(second, first), counted);
      sameValue(t, build([...first, ...second].reverse()), counted);
    }),
  );
});

test('the maximum covers every value, by less than a bin', (t) => {
  fc.assert(
    fc.property(values, (list) => {
      const largest = Math.max(0, ...list.map(Math.fround));
      const maximum = build(list).maximum();
      t.true(maximum >= largest);
      // Bins are at most 1/2048 of the largest value: limits are powers of two above it.
      t.true(largest < 2 ** -10 || maximum <= largest * (1 + 1 / 1024));
    }),
  );
});

test('the best maximum makes the error of 8-bit codes as small as any', (t) => {
  // Many small values and a few large ones: cutting pays.
  const list = Float32Array.from({ length: 20_000 }, (_, i) =>
    i % 2000 === 0 ? 40 : ((i * 7919) % 1000) / 1000 + 0.001,
  );
  const histogram = new Histogram();
  histogram.add(list);
  const errorOf = (maximum: number) => {
    const step = maximum / 255;
    return list.reduce((sum, value) => sum + (Math.min(255, Math.round(value / step)) * step - value) ** 2, 0);
  };
  const best = histogram.bestMaximum();
  t.true(best <= histogram.maximum());
  for (let maximum = 0.5; maximum <= 42; maximum += 0.5) t.true(errorOf(best) <= errorOf(maximum) * 1.02, `${maximum}`);
});

test('a layer that gives only zeros has no maximum', (t) => {
  t.is(build([0, -1, 0]).maximum(), 0);
});
