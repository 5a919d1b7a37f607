import test from 'ava';
import { SIGNAL_COUNT, signalIndex } from '../../../src/core/measurements/signal-names.ts';
import type { Transition } from '../../../src/core/report.ts';
import { tidyTransitions } from '../../../src/core/shots/tidy.ts';

const FPS = 25;

/** Signals of `count` frames with contrast, but for the given ranges of even pictures. */
function signalsWithFlat(count: number, ...flat: [number, number][]) {
  const values = new Float32Array(count * SIGNAL_COUNT);
  for (let n = 0; n < count; n++)
    values[n * SIGNAL_COUNT + signalIndex('luma-deviation')] = flat.some(([from, to]) => n >= from && n < to) ? 0 : 0.2;
  return { firstFrame: 0, count, values };
}
const dissolve = (startFrame: number, endFrame: number): Transition => ({
  type: 'dissolve',
  startFrame,
  endFrame,
  confidence: 0.8,
});
const cut = (endFrame: number): Transition => ({
  type: 'cut',
  startFrame: endFrame - 1,
  endFrame,
  confidence: 0.9,
});

test('a fade out and the fade in after black are one fade', (t) => {
  const signals = signalsWithFlat(200, [60, 80]);
  t.deepEqual(tidyTransitions([dissolve(50, 60), dissolve(79, 90)], signals, FPS), [
    { type: 'fade', startFrame: 50, endFrame: 90, confidence: 0.8 },
  ]);
});

test('black of more than two seconds is a shot of its own', (t) => {
  const signals = signalsWithFlat(300, [60, 120]);
  t.is(tidyTransitions([dissolve(50, 60), dissolve(119, 130)], signals, FPS).length, 2);
});

test('a dissolve that goes through an even picture is a fade', (t) => {
  t.is(tidyTransitions([dissolve(50, 90)], signalsWithFlat(200, [68, 72]), FPS)[0]?.type, 'fade');
  t.is(tidyTransitions([dissolve(50, 90)], signalsWithFlat(200), FPS)[0]?.type, 'dissolve');
});

test('fades at the ends of the video change no shot, cuts do', (t) => {
  const signals = signalsWithFlat(200, [0, 11], [189, 200]);
  t.deepEqual(tidyTransitions([dissolve(10, 20), cut(100), dissolve(180, 189)], signals, FPS), [cut(100)]);
});

test('a gradual transition leads from a shot to a shot', (t) => {
  const signals = signalsWithFlat(200);
  t.deepEqual(tidyTransitions([dissolve(0, 25), dissolve(180, 199)], signals, FPS), []);
  t.deepEqual(tidyTransitions([dissolve(4, 25), cut(198)], signals, FPS), [dissolve(4, 25), cut(198)]);
});

test('of two changes with next to no time between them the surer counts, of two alike the first', (t) => {
  const signals = signalsWithFlat(100);
  t.deepEqual(tidyTransitions([cut(50), cut(51), cut(54)], signals, FPS), [cut(50), cut(54)]);
  const surer = { ...cut(51), confidence: 0.99 };
  t.deepEqual(tidyTransitions([cut(50), surer, cut(60)], signals, FPS), [surer, cut(60)]);
});
