import test from 'ava';
import fc from 'fast-check';
import { quantizeConv } from '../../../models/calibration/quantize.ts';

const weight = fc.float({ min: -8, max: 8, noNaN: true });

test('each weight is its code times the scale of its channel, to half a step', (t) => {
  fc.assert(
    fc.property(fc.array(fc.array(weight, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 8 }), (rows) => {
      const weights = Float32Array.from(rows.flat());
      const { codes, scales } = quantizeConv({ weights, bias: new Float32Array(rows.length) }, 0.01);
      for (const [i, value] of weights.entries()) {
        const scale = scales[Math.floor(i / 6)]!;
        t.true(Math.abs(codes[i]! * scale - value) <= scale * 0.5001);
        t.true(Math.abs(codes[i]!) <= 127);
      }
    }),
  );
});

test('the largest weight of a channel uses the whole range', (t) => {
  const weights = Float32Array.of(0.5, -1, 0.25, 3, -2, 1);
  const { codes } = quantizeConv({ weights, bias: new Float32Array(2) }, 1);
  t.deepEqual([...codes], [64, -127, 32, 127, -85, 42]);
});

test('biases are told in the step of the products', (t) => {
  fc.assert(
    fc.property(
      weight,
      fc.float({ min: -100, max: 100, noNaN: true }),
      fc.float({ min: Math.fround(1e-4), max: 1, noNaN: true }),
      (largest, value, inputScale) => {
        const conv = { weights: Float32Array.of(largest, largest / 2), bias: Float32Array.of(value) };
        const { bias, biasScales, scales } = quantizeConv(conv, inputScale);
        t.is(biasScales[0], Math.fround(inputScale * scales[0]!));
        // A float has 24 bits, so a large code may be off by what it cannot tell.
        t.true(Math.abs(bias[0]! * biasScales[0]! - value) <= biasScales[0]! * 0.51 + Math.abs(value) * 2 ** -22);
        t.true(Math.abs(bias[0]!) < 2 ** 30);
      },
    ),
  );
});

test('a dead channel still tells its bias', (t) => {
  const { bias, biasScales, codes } = quantizeConv({ weights: new Float32Array(9), bias: Float32Array.of(1.5) }, 0.02);
  t.deepEqual([...codes], Array(9).fill(0));
  t.true(Math.abs(bias[0]! * biasScales[0]! - 1.5) < 1e-6);
});
