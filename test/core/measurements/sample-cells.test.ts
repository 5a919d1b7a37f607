import test from 'ava';
import fc from 'fast-check';
import { divideAmongSamples } from '../../../src/core/measurements/sample-cells.ts';
import { cutShots } from '../../helpers/spans.ts';

test('cells meet halfway between samples, or at the cut between them', (t) => {
  t.deepEqual(divideAmongSamples([0, 10, 20], cutShots(30), 30), [
    { startFrame: 0, endFrame: 5 },
    { startFrame: 5, endFrame: 15 },
    { startFrame: 15, endFrame: 30 },
  ]);
  t.deepEqual(divideAmongSamples([0, 10, 20], cutShots(1, 7, 12, 10), 30), [
    { startFrame: 0, endFrame: 8 },
    { startFrame: 8, endFrame: 20 },
    { startFrame: 20, endFrame: 30 },
  ]);
});

test('cells tile the video and each holds its sample', (t) => {
  const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 17 }), (shots, step) => {
      const count = shots.reduce((sum, length) => sum + length, 0);
      const frames = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
      const cells = divideAmongSamples(frames, cutShots(...shots), count);
      return (
        cells[0].startFrame === 0 &&
        cells.every(
          (cell, i) =>
            cell.endFrame === (cells[i + 1]?.startFrame ?? count) &&
            frames[i] >= cell.startFrame &&
            frames[i] < cell.endFrame,
        )
      );
    }),
    { seed: 3 },
  );
  t.pass();
});
