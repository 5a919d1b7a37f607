import test, { type ExecutionContext } from 'ava';
import { createSoundMeter, STEPS, WINDOW_SAMPLES } from '../../../src/core/loudness/meter.ts';

const RATE = 48_000;

/** Interleaved windows of as many channels as there are functions of the sample's number. */
function* windows(count: number, ...channels: ((n: number) => number)[]): Generator<Float32Array> {
  for (let w = 0; w < count; w++)
    yield Float32Array.from({ length: WINDOW_SAMPLES * channels.length }, (_, i) =>
      channels[i % channels.length](w * WINDOW_SAMPLES + Math.floor(i / channels.length)),
    );
}

const sine =
  (amplitude: number, hertz = 997, phase = 0) =>
  (n: number): number =>
    amplitude * Math.sin((2 * Math.PI * hertz * n) / RATE + phase);
const silence = (): number => 0;

/** The last window, when the filters have settled. */
function settled(weights: readonly number[], ...channels: ((n: number) => number)[]) {
  const meter = createSoundMeter(weights);
  const measured = [...windows(10, ...channels)].map((window) => meter.push(window));
  return { ...measured.at(-1)!, truePeakDb: meter.truePeakDb() };
}

/** A window does not hold whole periods of 997 Hz. */
const near = (t: ExecutionContext, actual: number, expected: number) =>
  t.true(Math.abs(actual - expected) <= 0.02, `${actual}, not ${expected}`);

test('a sine of full scale in one channel reads -3.01 LUFS, as BS.1770 says', (t) => {
  near(t, settled([1], sine(1)).lufs, -3.01);
  near(t, settled([1, 1], sine(1), silence).lufs, -3.01);
  near(t, settled([1, 1], sine(1), sine(1)).lufs, 0);
});

test('a surround counts 1.5 dB more, the low-frequency channel nothing', (t) => {
  const weights = [1, 1, 1, 0, 1.41, 1.41];
  const only = (channel: number) => weights.map((_, i) => (i === channel ? sine(1) : silence));
  near(t, settled(weights, ...only(4)).lufs, -1.52);
  t.is(settled(weights, ...only(3)).lufs, -120);
  t.is(settled(weights, ...only(3)).levelDb, -120);
});

test('K-weighting takes rumble away and lifts what the ear is keen on', (t) => {
  t.true(settled([1], sine(1, 20)).lufs < -12);
  t.true(settled([1], sine(1, 4000)).lufs > 0.1);
});

test('a true peak between the samples is found', (t) => {
  // EBU Tech 3341, signals 15 to 17: -6 dBTP whose samples never reach it; allowed are +0.2 and -0.4 dB.
  for (const [divisor, degrees] of [
    [4, 0],
    [4, 45],
    [6, 60],
    [8, 67.5],
  ] as const) {
    const steady = sine(0.5, RATE / divisor, (degrees * Math.PI) / 180);
    // Faded in: a sine that starts at once has a higher peak there.
    const { truePeakDb } = settled([1, 1], silence, (n) => Math.min(1, n / 4800) * steady(n));
    t.true(truePeakDb <= -5.8 && truePeakDb >= -6.4, `fs/${divisor} at ${degrees}: ${truePeakDb}`);
  }
});

test('a peak is found wherever it lies and however loud it was before', (t) => {
  const meter = createSoundMeter([1]);
  for (const window of windows(2, sine(0.2))) meter.push(window);
  // A click across two windows: only between its samples it is as high as that.
  const click = new Float32Array(WINDOW_SAMPLES);
  click[WINDOW_SAMPLES - 1] = 0.5;
  meter.push(click);
  meter.push(Float32Array.from(click.toReversed()));
  t.true(meter.truePeakDb() > -4.5, String(meter.truePeakDb()));
});

test('levels are those of a stereo pair as powerful as all channels', (t) => {
  t.is(settled([1, 1], sine(1), sine(1)).levelDb, -3);
  t.is(settled([1], sine(1)).levelDb, -6);
  t.is(settled([1, 1, 1, 0, 1.41, 1.41], silence, silence, sine(1), silence, silence, silence).levelDb, -6);
});

test('the steps of a window tell where in it the sound ends', (t) => {
  const [window] = windows(1, (n) => (n < WINDOW_SAMPLES * 0.4 ? sine(1)(n) : 0));
  const { stepsDb } = createSoundMeter([1]).push(window);
  t.is(stepsDb.length, STEPS);
  t.deepEqual(
    stepsDb.map((db) => db > -20),
    [true, true, false, false, false],
  );
});

test('a window that is not full has the level of its samples', (t) => {
  const [window] = windows(1, sine(1));
  const { levelDb, stepsDb, lufs } = createSoundMeter([1]).push(window.subarray(0, WINDOW_SAMPLES / 4));
  t.is(levelDb, -6);
  t.is(stepsDb.length, 2);
  t.true(Math.abs(lufs + 3.01 + 6.02) < 0.3, String(lufs));
});

test('broken samples do not spoil what follows', (t) => {
  const meter = createSoundMeter([1]);
  meter.push(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38));
  let last = 0;
  for (const window of windows(40, sine(0.1))) last = meter.push(window).lufs;
  near(t, last, -23.01);
  t.true(Number.isFinite(meter.truePeakDb()));
});
