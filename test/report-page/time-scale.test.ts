import test from 'ava';
import fc from 'fast-check';
import { createFilm } from '../../src/report-page/model/film.ts';
import {
  chooseTickStep,
  clampScale,
  fitScale,
  listTicks,
  toSeconds,
  toX,
} from '../../src/report-page/model/time-scale.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

const film = createFilm(createSampleReport({ durationSeconds: 36_000 }), { titles: {}, tracks: [] });
const scaleOf = (pixelsPerSecond: number, scrollLeft = 0) => ({
  originSeconds: 0.5,
  pixelsPerSecond,
  scrollLeft,
  widthPixels: 1000,
});

test('pixels and seconds are each other’s inverse', (t) => {
  const positive = (max: number) => fc.double({ min: 0.001, max, noNaN: true });
  fc.assert(
    fc.property(positive(500), positive(1e6), positive(4e4), (pixelsPerSecond, scrollLeft, seconds) => {
      const scale = scaleOf(pixelsPerSecond, scrollLeft);
      t.true(Math.abs(toSeconds(toX(seconds, scale), scale) - seconds) < 1e-6 * Math.max(1, 1 / pixelsPerSecond));
    }),
  );
});

test('the scale stays between the whole video and what a browser can lay out', (t) => {
  t.is(clampScale(0, film, 1200), fitScale(film, 1200));
  t.true(clampScale(1e9, film, 1200) * 36_000 <= 8_000_000);
  const short = createFilm(createSampleReport({ shotCount: 2, durationSeconds: 1 }), { titles: {}, tracks: [] });
  t.is(clampScale(1e9, short, 320), 14 * 25);
  t.is(clampScale(1e9, short, 1200), 1200);
});

test('labelled ticks never crowd and cover what is visible', (t) => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 900, noNaN: true }), (pixelsPerSecond) => {
      const step = chooseTickStep(pixelsPerSecond);
      t.true(step * pixelsPerSecond >= 84 || step === 86_400);
      const { ticks } = listTicks(scaleOf(pixelsPerSecond, 400));
      t.true(ticks.length <= 1000 / 84 + 3);
      t.true(ticks.every((tick) => tick >= 0));
    }),
  );
});
