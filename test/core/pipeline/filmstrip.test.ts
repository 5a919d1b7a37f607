import test from 'ava';
import type { ShotSpan } from '../../../src/core/measurements/spans.ts';
import { chooseFilmstrip } from '../../../src/core/pipeline/filmstrip.ts';
import { chooseKeyFrame } from '../../../src/core/pipeline/key-frames.ts';

const RATE = { numerator: 25, denominator: 1 };
const shot = (startFrame: number, endFrame: number, [from, to] = [startFrame - 1, startFrame]): ShotSpan => ({
  startFrame,
  endFrame,
  transitionIn: { type: startFrame === 0 ? 'start' : 'cut', startFrame: from, endFrame: to, confidence: 1 },
});
const strip = (span: ShotSpan, next?: ShotSpan) =>
  chooseFilmstrip(span, next, chooseKeyFrame(span, next, 2, RATE), 2, RATE);

// At two samples a second of 25 frames the sampled frames are 0, 13, 25, 38, 50, ...
test('a shot is shown by its first, its key and its last picture', (t) => {
  t.deepEqual(strip(shot(0, 101), shot(101, 150)), [0, 50, 100]);
});

test('a short shot has its key frame alone, one that nobody sampled has none', (t) => {
  t.deepEqual(strip(shot(20, 55)), [38]);
  t.deepEqual(strip(shot(14, 20)), []);
});

test('pictures inside transitions are passed over', (t) => {
  t.deepEqual(strip(shot(100, 200, [90, 110]), shot(200, 300, [180, 220])), [113, 150, 175]);
});

test('a long take is looked into every ten seconds', (t) => {
  t.deepEqual(strip(shot(0, 1000)), [0, 250, 500, 750, 988]);
});
