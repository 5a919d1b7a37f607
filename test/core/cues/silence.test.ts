import test from 'ava';
import { measureLoudnessDb, measureProgrammeDb } from '../../../src/core/cues/loudness.ts';
import { findSilences, silenceThresholdDb } from '../../../src/core/cues/silence.ts';

const grid = { frameRate: { numerator: 25, denominator: 1 }, startSeconds: 0, frameCount: 250 };

/** Windows of 100 ms: [level in dB, how many] pairs. */
const levels = (...parts: [number, number][]) => ({
  windowSeconds: 0.1,
  startSeconds: 0,
  levelsDb: Float32Array.from(parts.flatMap(([db, count]) => Array<number>(count).fill(db))),
});

test('a silence in a loud programme is found to the window', (t) => {
  const cues = findSilences(levels([-20, 40], [-70, 10], [-20, 50]), grid);
  t.deepEqual(cues, [{ type: 'silence', startSeconds: 4, endSeconds: 5 }]);
});

test('a pause under half a second is not silence', (t) => {
  t.deepEqual(findSilences(levels([-20, 40], [-70, 4], [-20, 56]), grid), []);
});

test('the threshold follows the programme within its limits', (t) => {
  t.is(Math.round(silenceThresholdDb(levels([-23, 100])) * 1e6) / 1e6, -53);
  t.is(silenceThresholdDb(levels([-5, 100])), -40);
  t.is(silenceThresholdDb(levels([-35, 100])), -60);
  // What is less than 20 dB below a quiet programme is programme.
  t.is(Math.round(silenceThresholdDb(levels([-50, 100]))), -70);
  t.is(silenceThresholdDb(levels([-120, 100])), -60);
});

test('room tone is silence in a loud programme and programme in a quiet one', (t) => {
  t.is(findSilences(levels([-15, 40], [-50, 20], [-15, 40]), grid).length, 1);
  t.is(findSilences(levels([-35, 40], [-50, 20], [-35, 40]), grid).length, 0);
});

test('noise around the threshold does not tear a silence apart', (t) => {
  const wavering: [number, number][] = Array.from({ length: 10 }, (_, i) => [i % 2 ? -47 : -52, 1]);
  t.deepEqual(findSilences(levels([-20, 30], ...wavering, [-20, 30]), grid), [
    { type: 'silence', startSeconds: 3, endSeconds: 4 },
  ]);
});

test('a quiet programme is not silence', (t) => {
  t.deepEqual(findSilences(levels([-52, 40], [-63, 20], [-52, 40]), grid), []);
  t.is(findSilences(levels([-52, 40], [-80, 20], [-52, 40]), grid).length, 1);
});

test('the ends of a silence lie on the fifths of the windows around it', (t) => {
  const audio = levels([-20, 40], [-120, 10], [-20, 50]);
  const stepsDb = Float32Array.from(
    audio.levelsDb
      .toString()
      .split(',')
      .flatMap((db) => Array<number>(5).fill(Number(db))),
  );
  // Sound ends 40 ms before the first silent window and begins 60 ms after the last.
  stepsDb.fill(-120, 198, 200);
  stepsDb.fill(-120, 250, 253);
  t.deepEqual(findSilences({ ...audio, stepsDb }, grid), [{ type: 'silence', startSeconds: 3.96, endSeconds: 5.06 }]);
  // A gap that is long enough by its fifths alone.
  const short = { ...levels([-20, 40], [-120, 4], [-20, 56]), stepsDb: stepsDb.slice().fill(-20) };
  short.stepsDb.fill(-120, 197, 222);
  t.deepEqual(findSilences(short, grid), [{ type: 'silence', startSeconds: 3.94, endSeconds: 4.44 }]);
});

test('a track that is silent throughout is one silence, clipped to the picture', (t) => {
  t.deepEqual(findSilences(levels([-120, 200]), grid), [{ type: 'silence', startSeconds: 0, endSeconds: 10 }]);
});

test('times are presentation times of a late track and a late picture', (t) => {
  const audio = { ...levels([-120, 20], [-20, 80]), startSeconds: 0.5 };
  const late = { ...grid, startSeconds: 0.8 };
  t.deepEqual(findSilences(audio, late), [{ type: 'silence', startSeconds: 0.8, endSeconds: 2.5 }]);
});

test('no audio track means no silences', (t) => {
  t.deepEqual(findSilences(null, grid), []);
  t.deepEqual(findSilences(levels(), grid), []);
});

test('the programme level is gated: silence does not lower it', (t) => {
  t.true(Math.abs(measureProgrammeDb(levels([-20, 10], [-120, 90])) + 20) < 0.01);
  t.true(Math.abs(measureProgrammeDb(levels([-20, 50], [-45, 50])) + 20) < 0.01);
});

test('loudness of a stretch, and none where nothing was measured', (t) => {
  const audio = levels([-20, 50], [-60, 2], [-20, 48]);
  t.is(measureLoudnessDb(audio, 20, 30), null);
  t.true(Math.abs((measureLoudnessDb(audio, 0, 2) ?? 0) + 20) < 0.01);
});
