import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import test from 'ava';
import { ensureModel } from '../../models/ensure.ts';
import { findNetwork } from '../../models/networks.ts';
import { pullWeights } from '../../models/pull.ts';
import type { SourceTensor } from '../../models/sources/tensor-source.ts';
import { createRandom } from '../../src/core/math/random.ts';
import { openInferenceSession } from '../../src/core/vision/session.ts';
import { makeFolder } from '../helpers/clips.ts';
import { writeKerasFile } from '../helpers/keras-file.ts';
import { CLASSES, describeWeights, FEATURES } from '../helpers/keras-inception.ts';
import { drawPictures } from '../helpers/pictures.ts';
import { loadTensorFlow } from '../helpers/tensorflow.ts';
import { indexOfLargest, largestDifference } from '../helpers/vectors.ts';

function softmaxOf(pooled: Float32Array, kernel: Float32Array, bias: Float32Array): Float64Array {
  const logits = Float64Array.from(bias);
  for (let i = 0; i < FEATURES; i++)
    for (let c = 0; c < CLASSES; c++) logits[c]! += pooled[i]! * kernel[i * CLASSES + c]!;
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

test('a Keras file is pulled, built and sees what TensorFlow.js sees, scaled to -1..1', async (t) => {
  const folder = await makeFolder();
  const random = createRandom(5);
  const draw = (shape: readonly number[]): SourceTensor => ({
    shape: [...shape],
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => (random() - 0.5) / 4),
  });
  const classifier = { kernel: draw([FEATURES, CLASSES]), bias: draw([CLASSES]) };
  const from = join(folder.path, 'download.h5');
  await writeKerasFile(from, await describeWeights(classifier));
  const hash = createHash('md5');
  await pipeline(createReadStream(from), hash);

  const network = findNetwork('imagenet');
  if (network.source.type !== 'keras-hdf5') return t.fail('the manifest names another source');
  await pullWeights({ source: network.source, cacheFolder: folder.path, from, md5: hash.digest('hex') });
  const lines: string[] = [];
  const progress = { start: () => {}, stop: () => {}, update: () => {}, log: (line: string) => lines.push(line) };
  const model = await ensureModel({ name: 'imagenet', precision: 'int8', cacheFolder: folder.path, progress });
  // Nobody has calibrated these weights.
  t.is(model.precision, 'fp32');
  t.true(lines.some((line) => line.includes('calibrate')));
  t.is(model.entry.classes.length, CLASSES);
  t.is(model.entry.classes[0], 'tench');

  const session = await openInferenceSession(readFileSync(model.modelPath), { threads: 1 });
  const tensorFlow = await loadTensorFlow();
  const frame = drawPictures([3]);
  const expected = tensorFlow.run(
    Float32Array.from(frame, (value) => value / 127.5 - 1),
    1,
  );
  const found = await session.run(frame, 1, ['scores', 'pooled', 'mixed8']);
  for (const name of ['pooled', 'mixed8'] as const) {
    const difference = largestDifference(found.get(name)!, expected[name]);
    t.true(difference <= 1e-4, `${name} differs by ${difference}`);
  }
  const scores = softmaxOf(
    expected.pooled,
    classifier.kernel.values as Float32Array,
    classifier.bias.values as Float32Array,
  );
  t.is(indexOfLargest(found.get('scores')!), indexOfLargest(Float32Array.from(scores)));
  t.true(largestDifference(found.get('scores')!, Float32Array.from(scores)) <= 1e-4);
  await session.close();
  await folder.remove();
});
