import test from 'ava';
import { describeLoudness, loudnessTimeline } from '../../../src/core/cues/loudness.ts';

const grid = { frameRate: { numerator: 25, denominator: 1 }, startSeconds: 0, frameCount: 250 };

/** Windows of 100 ms: [LUFS, how many] pairs. */
const sound = (...parts: [number, number][]) => ({
  windowSeconds: 0.1,
  startSeconds: 0,
  lufs: Float32Array.from(parts.flatMap(([lufs, count]) => Array<number>(count).fill(lufs))),
  truePeakDb: -1.04,
});

test('a point is the loudness of its frames', (t) => {
  t.deepEqual(loudnessTimeline(sound([-20, 50], [-31.46, 50]), grid, 125), [-20, -31.5]);
  // Mean power: half of the time at -20 is 3 dB less, and silence adds nothing.
  t.deepEqual(loudnessTimeline(sound([-20, 50], [-120, 50]), grid, 250), [-23]);
});

test('a point of a few frames is the momentary loudness around it', (t) => {
  const points = loudnessTimeline(sound([-120, 50], [-20, 1], [-120, 49]), grid, 1);
  t.is(points.length, 250);
  // 100 ms of sound among the four or five windows that 400 ms touch.
  t.deepEqual([points[119], points[125], points[127], points[133]], [-70, -27, -26, -70]);
});

test('the last point covers what is left', (t) => {
  t.is(loudnessTimeline(sound([-20, 100]), grid, 100).length, 3);
  t.is(loudnessTimeline(sound([-20, 80], [-30, 20]), grid, 100)[2], -30);
});

test('silence lies at -70, and where nothing was measured is nothing', (t) => {
  t.deepEqual(loudnessTimeline(sound([-120, 50]), grid, 125), [-70, null]);
  t.deepEqual(loudnessTimeline(null, grid, 125), [null, null]);
  // A picture that starts late.
  t.deepEqual(loudnessTimeline(sound([-20, 50], [-30, 100]), { ...grid, startSeconds: 5 }, 125), [-30, -30]);
});

test('a point needs a whole number of frames', (t) => {
  for (const framesPerPoint of [0, -1, 1.5, Number.NaN])
    t.throws(() => loudnessTimeline(null, grid, framesPerPoint), { instanceOf: RangeError });
});

test('the loudness of a report', (t) => {
  t.deepEqual(describeLoudness(sound([-20, 100])), { integratedLufs: -20, rangeLu: 0, truePeakDbtp: -1 });
  t.deepEqual(describeLoudness({ lufs: new Float32Array(100).fill(-120), truePeakDb: -120 }), {
    integratedLufs: null,
    rangeLu: null,
    truePeakDbtp: null,
  });
  t.is(describeLoudness(null), null);
});
