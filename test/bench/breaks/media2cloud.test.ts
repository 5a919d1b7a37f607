import test from 'ava';
import type { Measured } from '../../../bench/breaks/baselines.ts';
import {
  chooseMedia2Cloud,
  findMedia2CloudBreaks,
  groupLoudness,
  normalisedMean,
  slopeOf,
} from '../../../bench/breaks/media2cloud.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

test('the normalised mean is 1 where all are equal, and less the more they differ', (t) => {
  t.is(normalisedMean([0.5, 0.5]), 1);
  t.is(normalisedMean([3, 4]), 7 / Math.sqrt(50));
  t.is(normalisedMean([1, 0, 0, 0]), 0.5);
  t.true(Math.abs(normalisedMean([-1, Number.NaN]) - Math.SQRT1_2) < 1e-12);
  t.is(normalisedMean([0, 0]), 0);
});

test('the slope is that of least squares with four decimals', (t) => {
  t.is(
    slopeOf([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
    2,
  );
  t.is(
    slopeOf([
      [0, 0],
      [1, 0],
      [2, 1],
    ]),
    0.5,
  );
  t.is(
    slopeOf([
      [0, 0],
      [1, 1],
      [3, 1],
    ]),
    0.2857,
  );
  t.is(slopeOf([[1, 1]]), 0);
});

test('seconds of about one loudness are a group', (t) => {
  const loudness = [-20, -23, -24, -40, -42, -20].map((db, i) => ({ seconds: i + 1, db }));
  t.deepEqual(groupLoudness(loudness), [
    { startSeconds: 1, endSeconds: 3 },
    { startSeconds: 4, endSeconds: 5 },
    { startSeconds: 6, endSeconds: 6 },
  ]);
});

/** Twenty minutes in five scenes; somebody speaks all the time but before the fourth. */
const programme = {
  shots: cutShots(2400, 2400, 2400, 2400, 2400),
  scenes: [0, 1, 2, 3, 4].map((i) => ({ firstShot: i, lastShot: i, boundaryStrength: i === 0 ? 0 : 1 })),
  embeddings: [0, 1, 2, 3, 4].map((i) => Float32Array.from({ length: 5 }, (_, d) => (d === i ? 1 : 0))),
  cues: [{ type: 'black', startSeconds: 239.5, endSeconds: 240.5 }],
  audio: null,
  speech: [
    { startSeconds: 0, endSeconds: 719 },
    { startSeconds: 721, endSeconds: 1200 },
  ],
  grid: tenFps(12_000),
} as unknown as Measured;

test('black is a technical cue, a pause of speech a candidate by its boundary, and nothing else is', (t) => {
  const found = findMedia2CloudBreaks(programme);
  t.deepEqual(
    found.map(({ seconds }) => seconds),
    [240, 720],
  );
  t.is(found[0]!.weight, 1);
  // A change of picture 1 (at most), quietness 1 (nothing measured), no change of loudness, and a pause of 1 s at 0.5.
  t.true(Math.abs(found[1]!.weight - 0.8 * normalisedMean([1, 1, 0, 0, 0.5])) < 0.01);
});

test('takes the heaviest', (t) => {
  t.deepEqual(chooseMedia2Cloud(programme, 1), [240]);
  t.deepEqual(chooseMedia2Cloud(programme, 5), [240, 720]);
});

test('of two within ten seconds the heavier stays', (t) => {
  const close = {
    ...programme,
    shots: cutShots(2400, 60, 4740, 2400, 2400),
    speech: [
      { startSeconds: 0, endSeconds: 245 },
      { startSeconds: 247, endSeconds: 1200 },
    ],
  } as unknown as Measured;
  t.deepEqual(
    findMedia2CloudBreaks(close).map(({ seconds }) => seconds),
    [240],
  );
});
