import test from 'ava';
import fc from 'fast-check';
import { SIGNAL_COUNT, SIGNALS, signalIndex } from '../../../src/core/measurements/signal-names.ts';
import { CONTEXT_FRAMES, createSignalMeter } from '../../../src/core/shots/signals.ts';
import { SMALL_FRAME, SMALL_FRAME_BYTES } from '../../../src/core/shots/small-frame.ts';
import { createNoise, createScene, drawFrames, fill, grain } from './patterns.ts';

const measure = (frames: readonly Uint8Array[]): Float32Array[] => {
  const meter = createSignalMeter();
  return frames.map((frame) => meter.push(frame));
};

/** Frames with runs of repeats, some longer than the context. */
const footage = (seed: number, runs: readonly number[]): Uint8Array[] => {
  const scenes = [createScene(seed, { panSpeed: 0.2 }), createScene(seed + 1)];
  const noise = createNoise(seed);
  return runs.flatMap((length, i) => {
    const frame = grain(scenes[noise() < 0.9 ? 0 : 1](i / 25), 6, noise);
    return Array.from({ length }, () => frame);
  });
};

test('a meter that starts CONTEXT_FRAMES earlier gives the same rows bit for bit', (t) => {
  const runLength = fc.oneof(
    { weight: 8, arbitrary: fc.constant(1) },
    { weight: 2, arbitrary: fc.integer({ min: 2, max: 100 }) },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(runLength, { minLength: 40, maxLength: 110 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (seed, runs, place) => {
        const frames = footage(seed, runs);
        const whole = measure(frames);
        const first = Math.floor(place * (frames.length - 1));
        const chunkStart = Math.max(0, first - CONTEXT_FRAMES);
        const chunk = measure(frames.slice(chunkStart));
        for (let n = first; n < frames.length; n++) {
          const a = Buffer.from(whole[n].buffer);
          const b = Buffer.from(chunk[n - chunkStart].buffer);
          if (!a.equals(b)) return false;
        }
        return true;
      },
    ),
    { numRuns: 12, seed: 7 },
  );
  t.pass();
});

test('rows have a value for each name, all finite and between 0 and 1.5', (t) => {
  t.is(new Set(SIGNALS).size, SIGNAL_COUNT);
  for (const row of measure([...footage(3, Array(80).fill(1)), fill(0), fill(255), fill(255)])) {
    t.is(row.length, SIGNAL_COUNT);
    t.true(row.every((value) => value >= 0 && value <= 1.5));
  }
});

test('a repeated frame is marked and differs from nothing, however long the run', (t) => {
  const [frame] = footage(5, [1]);
  const rows = measure([fill(9), ...Array.from({ length: 200 }, () => frame)]);
  t.is(rows[0][signalIndex('duplicate')], 0);
  t.is(rows[1][signalIndex('duplicate')], 0);
  t.true(rows[1][signalIndex('structure-1')] > 0.1);
  for (const row of rows.slice(2)) {
    t.is(row[signalIndex('duplicate')], 1);
    t.is(row[signalIndex('structure-1')], 0);
    t.is(row[signalIndex('luma-mean')], rows[1][signalIndex('luma-mean')]);
  }
});

test('lags count pictures: every frame shown twice gives the differences of the frames shown once', (t) => {
  const frames = footage(8, Array(40).fill(1));
  const once = measure(frames);
  const twice = measure(frames.flatMap((frame) => [frame, frame]));
  const at = signalIndex('structure-16');
  for (let n = 0; n < 32; n++) t.is(twice[2 * n][at], once[n][at]);
});

test('light and dark are measured in shares of full scale', (t) => {
  const [black, white] = measure([fill(0), fill(255)]);
  t.is(black[signalIndex('luma-high')], 0);
  t.is(white[signalIndex('luma-low')], 1);
  t.is(white[signalIndex('luma-mean')], 1);
  t.is(white[signalIndex('colorfulness')], 0);
});

test('a change of brightness leaves structure; another scene does not; a dissolve is a mix', (t) => {
  const scene = createScene(11)(0);
  const other = createScene(12)(0);
  const darker = scene.map((v) => Math.round(v * 0.6));
  const [, change, cut] = measure([scene, darker, other]);
  t.true(change[signalIndex('structure-1')] < 0.06);
  t.true(cut[signalIndex('structure-1')] > 0.3);

  const dissolve = drawFrames(33, (n) => scene.map((v, i) => Math.round(v + (n / 32) * (other[i] - v))));
  const last = measure(dissolve)[32];
  t.true(last[signalIndex('mix-16')] < 0.03);
  t.true(last[signalIndex('split-16')] > 0.3);
  t.true(Math.abs(last[signalIndex('share-16')] - 0.5) <= 0.5);
});

test('what stands still between two pictures is kept: a banner at a cut, all but a caption, the whole of a repeat', (t) => {
  const [scene, other, banner] = [21, 22, 23].map((seed) => createScene(seed)(0));
  const noise = createNoise(4);
  const lowest = Math.round(SMALL_FRAME_BYTES * 0.8);
  const withBanner = (frame: Uint8Array) =>
    grain(Buffer.concat([frame.slice(0, lowest), banner.slice(lowest)]), 1, noise);
  const caption = scene.map((v, i) => (i > lowest ? 255 : v));
  const kept = (frames: readonly Uint8Array[]): number => measure(frames).at(-1)![signalIndex('kept-1')];
  t.is(kept([scene]), 1);
  t.is(kept([scene, scene]), 1);
  t.true(kept([scene, grain(scene, 2, noise)]) > 0.95);
  t.true(kept([scene, other]) < 0.1);
  const underBanner = kept([withBanner(scene), withBanner(other)]);
  t.true(underBanner > 0.15 && underBanner < 0.3, String(underBanner));
  const underCaption = kept([scene, caption]);
  t.true(underCaption > 0.75 && underCaption < 0.85, String(underCaption));
  t.is(kept([fill(0), fill(255)]), 0);
});

test('a change of light follows from what was there, clipped or tinted too, under a banner too; another shot does not', (t) => {
  const [scene, other, banner] = [31, 32, 33].map((seed) => createScene(seed)(0));
  const lowest = 18 * 3 * SMALL_FRAME.width;
  const withBanner = (frame: Uint8Array) => Buffer.concat([frame.slice(0, lowest), banner.slice(lowest)]);
  const clamp = (value: number) => Math.min(255, Math.max(0, value));
  const lighter = scene.map((v) => clamp(v + 70));
  const darker = scene.map((v) => clamp(v - 60));
  const tinted = scene.map((v, i) => clamp(v * [0.6, 1, 1.2][i % 3]));
  const dim = (frame: Uint8Array) => frame.map((v) => Math.round(v * 0.1));
  const tone = (frames: readonly Uint8Array[]): number => measure(frames).at(-1)![signalIndex('tone-1')];
  for (const changed of [lighter, darker, tinted]) {
    t.true(tone([scene, changed]) < 0.3);
    t.true(tone([changed, scene]) < 0.3);
    t.true(tone([withBanner(scene), withBanner(changed)]) < 0.3);
  }
  t.true(tone([scene, other]) > 0.7);
  t.true(tone([withBanner(scene), withBanner(other)]) > 0.7);
  t.true(tone([dim(scene), dim(other)]) > 0.7);
  t.is(tone([scene]), 1);
});

test('structure is found again and missed in the dark as in the light', (t) => {
  const structure = (frames: readonly Uint8Array[]): number => measure(frames).at(-1)![signalIndex('structure-1')];
  const [scene, other] = [41, 42].map((seed) => createScene(seed)(0));
  for (const light of [0.12, 0.08]) {
    const [a, b] = [scene, other].map((frame) => frame.map((v) => Math.round(v * light)));
    t.true(structure([a, b]) > 0.75 * structure([scene, other]), `at ${light}`);
    t.true(structure([a, grain(a, 1, createNoise(2))]) < 0.1, `at ${light}`);
  }
});

test('an unknown signal is refused', (t) => {
  t.throws(() => signalIndex('brightness'), { instanceOf: RangeError });
});
