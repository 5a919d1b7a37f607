import test from 'ava';
import type { ShotSpan } from '../../../src/core/measurements/spans.ts';
import { createShotEmbedder } from '../../../src/core/scenes/embed-shots.ts';

const cut = (startFrame: number, endFrame: number): ShotSpan => ({
  startFrame,
  endFrame,
  transitionIn: {
    type: startFrame === 0 ? 'start' : 'cut',
    startFrame: Math.max(0, startFrame - 1),
    endFrame: startFrame,
    confidence: 1,
  },
});
const shots: ShotSpan[] = [
  cut(0, 10),
  { startFrame: 10, endFrame: 30, transitionIn: { type: 'dissolve', startFrame: 5, endFrame: 16, confidence: 1 } },
  cut(30, 32),
  cut(32, 40),
];
const near = (actual: Float32Array, expected: number[]) =>
  actual.length === expected.length && expected.every((value, i) => Math.abs(actual[i] - value) < 1e-6);
const vector = (...values: number[]) => Float32Array.from(values);

test('a shot is the normalised mean of its normalised samples', (t) => {
  const embedder = createShotEmbedder(shots, 2);
  embedder.push(0, vector(10, 0));
  embedder.push(5, vector(0, 0.1));
  embedder.push(20, vector(3, 4));
  embedder.push(31, vector(0, 2));
  embedder.push(32, vector(1, 0));
  const found = embedder.finish();
  t.true(near(found[0], [Math.SQRT1_2, Math.SQRT1_2]), String(found[0]));
  t.true(near(found[1], [0.6, 0.8]));
  t.true(near(found[2], [0, 1]));
  t.true(near(found[3], [1, 0]));
});

test('samples inside a transition count only where the shot has no other', (t) => {
  const embedder = createShotEmbedder(shots, 2);
  embedder.push(5, vector(1, 0));
  embedder.push(6, vector(0, 1));
  embedder.push(12, vector(0, 1));
  const found = embedder.finish();
  t.true(near(found[0], [1, 0]));
  t.true(near(found[1], [0, 1]));
});

test('a shot without samples takes the nearest, of equally near the earlier', (t) => {
  const nearer = createShotEmbedder(shots, 2);
  nearer.push(0, vector(1, 0));
  nearer.push(33, vector(0, 1));
  const found = nearer.finish();
  t.true(near(found[1], [1, 0]));
  t.true(near(found[2], [0, 1]));

  const tie = createShotEmbedder([cut(0, 5), cut(5, 9), cut(9, 12)], 1);
  tie.push(1, vector(1));
  tie.push(9, vector(-1));
  t.true(near(tie.finish()[1], [1]));
});

test('a video without samples has zero vectors', (t) => {
  t.deepEqual(
    createShotEmbedder(shots, 2).finish(),
    shots.map(() => vector(0, 0)),
  );
});

test('samples out of order, outside the video or of another size are refused', (t) => {
  const embedder = createShotEmbedder(shots, 2);
  embedder.push(20, vector(1, 0));
  t.throws(() => embedder.push(19, vector(1, 0)), { message: /order/ });
  t.throws(() => embedder.push(40, vector(1, 0)), { message: /no shot/ });
  t.throws(() => embedder.push(21, vector(1, 0, 0)), { message: /3 numbers/ });
});
