import test from 'ava';
import { encodeDense, openDense } from '../../../src/core/heads/dense.ts';
import { findParts, readHeadFeatures } from '../../../src/core/heads/features.ts';
import { openHead } from '../../../src/core/heads/head.ts';
import { bytesOf, createHeadFile, SMALL_NETWORK } from '../../helpers/heads.ts';

const near = (a: number, b: number, tolerance = 1e-3) => Math.abs(a - b) <= tolerance;

test('weights survive their 16 bits', (t) => {
  const weights = Float64Array.from({ length: 30 }, (_, i) => Math.sin(i) * 10 ** ((i % 5) - 2));
  const dense = openDense(encodeDense(weights, [0.5, -1, 0], 10, 'none'));
  const input = Float64Array.from({ length: 10 }, (_, i) => Math.cos(i));
  const sums = dense.apply(input);
  for (let unit = 0; unit < 3; unit++) {
    const exact = [0.5, -1, 0][unit]! + input.reduce((sum, x, i) => sum + x * weights[unit * 10 + i]!, 0);
    t.true(near(sums[unit]!, exact, 0.01), `${sums[unit]} for ${exact}`);
  }
});

test('a rectified layer cuts below zero, a row of zeros stays zero', (t) => {
  const dense = openDense(encodeDense(Float64Array.of(-1, 0, 0, 0), [0.25, 0.5], 2, 'relu'));
  t.deepEqual([...dense.apply(Float64Array.of(1, 1))], [0, 0.5]);
});

test('features are the wanted layers, each of length 1', (t) => {
  const parts = findParts([{ layer: 'mixed7', size: 2 }], SMALL_NETWORK.embedding)!;
  t.deepEqual([...readHeadFeatures(Float32Array.of(1, 2, 0, 4), parts)], [0, 1]);
  t.deepEqual([...readHeadFeatures(Float32Array.of(1, 2, 0, 0), parts)], [0, 0]);
  t.is(findParts([{ layer: 'mixed9', size: 2 }], SMALL_NETWORK.embedding), null);
  t.is(findParts([{ layer: 'mixed7', size: 3 }], SMALL_NETWORK.embedding), null);
});

test('roots are taken before the length, of what is below zero as of zero', (t) => {
  const parts = findParts([{ layer: 'mixed7', size: 2 }], SMALL_NETWORK.embedding)!;
  const [first, second] = readHeadFeatures(Float32Array.of(0, 0, 9, 16), parts, true);
  t.true(near(first!, 0.6) && near(second!, 0.8));
  t.deepEqual([...readHeadFeatures(Float32Array.of(0, 0, -4, 4), parts, true)], [0, 1]);
});

test('a multi-class head gives probabilities that sum to 1, softer at a higher temperature', (t) => {
  const scoreAt = (temperature: number) => {
    const file = createHeadFile({ calibration: { type: 'softmax', temperature, backgroundClasses: 0 } });
    return openHead(bytesOf(file), 'sides.json', SMALL_NETWORK).score(Float32Array.of(3, 0, 9, 9));
  };
  const [left, right] = scoreAt(1);
  t.true(near(left!, 1 / (1 + Math.exp(-8)), 1e-3));
  t.true(near(left! + right!, 1, 1e-6));
  t.true(scoreAt(4)[0]! < left!);
});

test('classes are learned beside background classes, which are not said', (t) => {
  const file = createHeadFile({
    kind: 'multi-label',
    dense: [encodeDense(Float64Array.of(4, -4, -4, 4, 0, 0), [0, 0, 1], 2, 'none')],
    calibration: { type: 'softmax', temperature: 1, backgroundClasses: 1 },
  });
  const head = openHead(bytesOf(file), 'sides.json', SMALL_NETWORK);
  const [left, right, ...more] = head.score(Float32Array.of(1, 1, 0, 0));
  t.deepEqual(more, []);
  t.true(near(left!, right!, 1e-6) && near(left!, 1 / (2 + Math.E), 1e-3));
});

test('background classes have outputs of their own, and are for heads that may say nothing', (t) => {
  const refuse = (changes: Parameters<typeof createHeadFile>[0], pattern: RegExp) =>
    t.throws(() => openHead(bytesOf(createHeadFile(changes)), 'sides.json', SMALL_NETWORK), { message: pattern });
  const calibration = { type: 'softmax' as const, temperature: 1, backgroundClasses: 1 };
  refuse({ kind: 'multi-label', calibration }, /2 classes and 1 of the background for 2 outputs/);
  refuse({ calibration }, /softmax and 1 of the background does not fit multi-class/);
});

test('a multi-label head judges each class by itself, by slope and offset', (t) => {
  const file = createHeadFile({
    kind: 'multi-label',
    calibration: { type: 'sigmoid', slopes: [1, 0.5], offsets: [0, -1] },
  });
  const [left, right] = openHead(bytesOf(file), 'sides.json', SMALL_NETWORK).score(Float32Array.of(3, 0, 0, 0));
  t.true(near(left!, 1 / (1 + Math.exp(-4))));
  t.true(near(right!, 1 / (1 + Math.exp(3))));
});

test('a head of other weights, layers or another network is refused by name', (t) => {
  const bytes = bytesOf(createHeadFile());
  for (const network of [
    { ...SMALL_NETWORK, weights: 'w2' },
    { ...SMALL_NETWORK, name: 'imagenet' },
    { ...SMALL_NETWORK, embedding: [{ layer: 'mixed7', size: 2 }] },
  ])
    t.throws(() => openHead(bytes, 'sides.json', network), {
      message: /head sides .*reads mixed4 \(2\).*Train it again/s,
    });
});

test('what is not a head says what is wrong with it', (t) => {
  const refuse = (file: unknown, message: RegExp) =>
    t.throws(() => openHead(Buffer.isBuffer(file) ? file : bytesOf(file), 'x.json', SMALL_NETWORK), { message });
  refuse(Buffer.from('no'), /x\.json is not a head: it is not JSON/);
  refuse({}, /schemaVersion/);
  refuse(createHeadFile({ classes: [{ name: 'left', threshold: 0.5, risk: null }] }), /1 classes for 2 outputs/);
  refuse(
    createHeadFile({ dense: [encodeDense(new Float64Array(6), [0, 0], 3, 'none')] }),
    /takes 3 numbers, is given 2/,
  );
  refuse(createHeadFile({ kind: 'multi-label' }), /softmax does not fit multi-label/);
  const twice = { name: 'left', threshold: 0.5, risk: null };
  refuse(createHeadFile({ classes: [twice, twice] }), /one name/);
  const risk = { low: 0.5, medium: 0.4, high: 0.9 };
  refuse(
    createHeadFile({
      classes: [
        { ...twice, risk },
        { ...twice, name: 'right' },
      ],
    }),
    /must rise/,
  );
});
