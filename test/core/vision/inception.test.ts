import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import { ensureModel } from '../../../models/ensure.ts';
import { ReelsightError } from '../../../src/core/errors.ts';
import { createClassifier } from '../../../src/core/vision/inception.ts';
import type { ModelEntry } from '../../../src/core/vision/manifest.ts';
import { hashBytes } from '../../../src/core/vision/model-file.ts';
import { makeFolder } from '../../helpers/clips.ts';
import { drawPictures, FRAME_BYTES } from '../../helpers/pictures.ts';
import { TEST_CACHE } from '../../helpers/test-cache.ts';

const COUNT = 3;
const frames = drawPictures(Array.from({ length: COUNT }, (_, i) => i));
const ensure = (precision: 'int8' | 'fp32') => ensureModel({ name: 'safety', precision, cacheFolder: TEST_CACHE });

for (const precision of ['int8', 'fp32'] as const)
  test.serial(`${precision}: a frame's answer depends on neither its batch nor the threads`, async (t) => {
    const model = await ensure(precision);
    const [one, two] = [
      await createClassifier({ ...model, threads: 1 }),
      await createClassifier({ ...model, threads: 2 }),
    ];
    const batch = await one.infer(frames, COUNT);
    // Not t.deepEqual: it takes seconds for vectors like these.
    t.true(isDeepStrictEqual(await two.infer(frames, COUNT), batch));
    for (let i = 0; i < COUNT; i++) {
      const alone = await one.infer(frames.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES), 1);
      t.true(isDeepStrictEqual(alone, { scores: [batch.scores[i]], embeddings: [batch.embeddings[i]] }), `frame ${i}`);
    }
    await Promise.all([one.close(), two.close()]);
  });

test('tells what the network is and gives scores that sum to 1', async (t) => {
  const model = await ensure('int8');
  const classifier = await createClassifier({ ...model, threads: 1 });
  t.is(classifier.name, 'safety');
  t.is(classifier.taxonomy, 'nsfwjs');
  t.deepEqual(classifier.classes, ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy']);
  t.is(classifier.sha256, model.sha256);
  const { scores, embeddings } = await classifier.infer(frames, COUNT);
  for (const [i, row] of scores.entries()) {
    t.is(row.length, 5);
    t.true(Math.abs(row.reduce((sum, score) => sum + score, 0) - 1) < 1e-5);
    t.is(embeddings[i]!.length, classifier.embeddingSize);
    t.true(embeddings[i]!.every((value) => value >= 0 && value < 100));
  }
  t.false(isDeepStrictEqual(embeddings[0], embeddings[1]));
  t.deepEqual(await classifier.infer(new Uint8Array(0), 0), { scores: [], embeddings: [] });
  await classifier.close();
});

test('refuses frames of another size', async (t) => {
  const classifier = await createClassifier({ ...(await ensure('int8')), threads: 1 });
  for (const [bytes, count] of [
    [FRAME_BYTES - 1, 1],
    [FRAME_BYTES, 2],
    [0, 1],
  ] as const) {
    const error = await t.throwsAsync(classifier.infer(new Uint8Array(bytes), count), { instanceOf: ReelsightError });
    t.is(error.kind, 'internal');
    t.true(error.message.includes(`${bytes} bytes`));
  }
  await classifier.close();
});

test('refuses what was not built: missing, damaged, no network, another network', async (t) => {
  const folder = await makeFolder();
  const model = await ensure('int8');
  const modelPath = join(folder.path, 'model.onnx');
  const refuse = async (options: { sha256: string; entry?: ModelEntry }, message: RegExp) => {
    const opening = createClassifier({ entry: model.entry, ...options, modelPath, threads: 1 });
    const error = await t.throwsAsync(opening, { instanceOf: ReelsightError });
    t.is(error.kind, 'model');
    t.regex(error.message, message);
  };
  await refuse(model, /cannot be read: .*model\.onnx/);
  const bytes = await readFile(model.modelPath);
  const flipped = Buffer.from(bytes);
  flipped[flipped.length >> 1]! ^= 1;
  await writeFile(modelPath, flipped);
  await refuse(model, /damaged: its SHA-256 is/);
  await writeFile(modelPath, bytes.subarray(0, bytes.length / 2));
  await refuse({ sha256: hashBytes(bytes.subarray(0, bytes.length / 2)) }, /onnxruntime refused the model/);
  await writeFile(modelPath, bytes);
  const entry = { ...model.entry, classes: ['one', 'two'] };
  await refuse({ sha256: model.sha256, entry }, /not the network safety: .*scores \[,5\].*expected .*scores \[,2\]/);
  await folder.remove();
});
