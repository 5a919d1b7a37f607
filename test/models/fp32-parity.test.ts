import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import { ensureModel } from '../../models/ensure.ts';
import { openInferenceSession } from '../../src/core/vision/session.ts';
import { TEST_CACHE } from '../helpers/command-line.ts';
import { drawPictures, FRAME_BYTES } from '../helpers/pictures.ts';
import { loadTensorFlow } from '../helpers/tensorflow.ts';
import { largestDifference } from '../helpers/vectors.ts';

/** What two correct implementations in 32-bit floats may differ by after 94 convolutions. */
const TOLERANCE = 1e-4;

test('FP32 gives what TensorFlow.js gives for the same weights', async (t) => {
  const { modelPath } = await ensureModel({ name: 'safety', precision: 'fp32', cacheFolder: TEST_CACHE });
  const session = await openInferenceSession(readFileSync(modelPath), { threads: 1 });
  const tensorFlow = await loadTensorFlow();
  // Black beside white, and noise, reach what pictures do not.
  const extremes = new Uint8Array(FRAME_BYTES).fill(255, FRAME_BYTES / 2);
  const noise = new Uint8Array(FRAME_BYTES).map((_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);
  for (const frame of [drawPictures([1]), extremes, noise]) {
    const expected = tensorFlow.run(
      Float32Array.from(frame, (value) => value / 255),
      1,
    );
    const names = ['scores', 'pooled', 'mixed4', 'mixed7', 'mixed8', 'embedding'] as const;
    const found = await session.run(frame, 1, names);
    for (const name of ['scores', 'pooled', 'mixed4', 'mixed7', 'mixed8'] as const) {
      const difference = largestDifference(found.get(name)!, expected[name]);
      t.true(difference <= TOLERANCE, `${name} differs by ${difference}`);
    }
    const joined = [...found.get('mixed4')!, ...found.get('mixed7')!, ...found.get('mixed8')!];
    t.true(isDeepStrictEqual(found.get('embedding'), Float32Array.from(joined)));
  }
  await session.close();
});
