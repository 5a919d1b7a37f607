import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { ReelsightError } from '../../../src/core/errors.ts';
import { checkModelBytes, findBuiltModel, hashBytes, recordPathOf } from '../../../src/core/vision/model-file.ts';
import { makeFolder } from '../../helpers/clips.ts';

const entry = {
  name: 'x',
  taxonomy: 'y',
  classes: ['a', 'b'],
  weights: 'w',
  embedding: [{ layer: 'mixed4', size: 768 }],
};
const record = {
  schemaVersion: 1,
  builderVersion: 1,
  recipe: 'a'.repeat(64),
  precision: 'int8',
  sha256: 'b'.repeat(64),
  sizeBytes: 3,
  licence: 'MIT',
  entry,
};

test('the record lies beside the model', (t) => {
  t.is(recordPathOf('/a/safety.onnx'), '/a/safety.json');
  t.is(recordPathOf('/a/safety'), '/a/safety.json');
});

test('a model is found by its path alone', async (t) => {
  const folder = await makeFolder();
  const modelPath = join(folder.path, 'x.onnx');
  await writeFile(recordPathOf(modelPath), JSON.stringify(record));
  t.deepEqual(await findBuiltModel(modelPath), { name: 'x', modelPath, sha256: record.sha256, entry });
  await folder.remove();
});

test('a record that is missing or damaged is an error that names it', async (t) => {
  const folder = await makeFolder();
  const modelPath = join(folder.path, 'x.onnx');
  for (const text of [null, '', '{', '{}', JSON.stringify({ ...record, sha256: 'short' })]) {
    if (text !== null) await writeFile(recordPathOf(modelPath), text);
    const error = await t.throwsAsync(findBuiltModel(modelPath), { instanceOf: ReelsightError });
    t.is(error.kind, 'model');
    t.true(error.message.includes(recordPathOf(modelPath)));
  }
  await folder.remove();
});

test('bytes are compared with their hash', (t) => {
  const bytes = Uint8Array.of(1, 2, 3);
  t.notThrows(() => checkModelBytes(bytes, hashBytes(bytes), 'x.onnx'));
  const error = t.throws(() => checkModelBytes(bytes, '0'.repeat(64), 'x.onnx'), { instanceOf: ReelsightError });
  t.is(error.kind, 'model');
});
