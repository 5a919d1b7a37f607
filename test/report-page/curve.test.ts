import test from 'ava';
import fc from 'fast-check';
import { columnMaxima, valueAt } from '../../src/report-page/model/curve.ts';

test('zoomed out, a column keeps the peak of all its points', (t) => {
  const values = Array.from({ length: 12_000 }, (_, i) => (i === 7001 ? 1 : 0.1));
  const columns = columnMaxima({ framesPerPoint: 15, values }, 0, 180, 1000);
  t.is(columns[Math.floor((7001 * 15) / 180)], 1);
  t.is(columns.filter((value) => value === 1).length, 1);
});

test('zoomed in, a point is as wide as its frames', (t) => {
  const columns = columnMaxima({ framesPerPoint: 2, values: [0.2, 0.9, 0.4] }, 0, 0.5, 14);
  t.deepEqual(columns, [...Array(4).fill(0.2), ...Array(4).fill(0.9), ...Array(4).fill(0.4), null, null]);
});

test('where nothing was measured the line has a gap', (t) => {
  const curve = { framesPerPoint: 1, values: [-20, null, -30] };
  t.deepEqual(columnMaxima(curve, -1, 1, 5), [null, -20, null, -30, null]);
  t.deepEqual(columnMaxima(curve, 0, 2, 2), [-20, -30]);
  t.is(valueAt(curve, 2), -30);
  t.is(valueAt(curve, 3), null);
});

test('at every zoom and scroll the highest column is the highest point in sight', (t) => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 });
  const zoom = fc.double({ min: 0.05, max: 40, noNaN: true });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 9 }), zoom, (points, framesPerPoint, framesPerColumn) => {
      const count = Math.ceil((points.length * framesPerPoint) / framesPerColumn) + 1;
      const columns = columnMaxima({ framesPerPoint, values: points }, 0, framesPerColumn, count);
      t.is(Math.max(...columns.map((value) => value ?? 0)), Math.max(...points));
    }),
  );
});
