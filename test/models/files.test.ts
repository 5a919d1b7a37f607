import { mkdir, open, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { type OpenFile, writeBytes, writeWhole } from '../../models/files.ts';
import { ReelsightError } from '../../src/core/errors.ts';
import { makeFolder } from '../helpers/clips.ts';

test('writes whole files into folders that are not there yet', async (t) => {
  const folder = await makeFolder();
  const path = join(folder.path, 'a/b/model.onnx');
  await writeBytes(path, Uint8Array.of(1, 2, 3));
  t.deepEqual([...(await readFile(path))], [1, 2, 3]);
  t.deepEqual(await readdir(join(folder.path, 'a/b')), ['model.onnx']);
  await folder.remove();
});

test('a disk that fills up while writing leaves what was there, and no temporary file', async (t) => {
  const folder = await makeFolder();
  const path = join(folder.path, 'model.onnx');
  await writeBytes(path, 'old');
  const openFull: OpenFile = async (temporaryPath) => {
    const file = await open(temporaryPath, 'wx');
    const writeFile: typeof file.writeFile = async (data) => {
      await file.write(Buffer.from(data as string).subarray(0, 3));
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    return { writeFile, write: file.write.bind(file), close: () => file.close() };
  };
  const error = await t.throwsAsync(writeBytes(path, 'new content', openFull), { instanceOf: ReelsightError });
  t.is(error.kind, 'storage');
  t.regex(error.message, /model\.onnx could not be written: the disk is full/);
  t.is(await readFile(path, 'utf8'), 'old');
  t.deepEqual(await readdir(folder.path), ['model.onnx']);
  await folder.remove();
});

test('a folder that cannot be made is an error that says so', async (t) => {
  const folder = await makeFolder();
  await writeFile(join(folder.path, 'file'), '');
  const error = await t.throwsAsync(writeBytes(join(folder.path, 'file/model.onnx'), 'x'), {
    instanceOf: ReelsightError,
  });
  t.is(error.kind, 'storage');
  t.regex(error.message, /a part of the path is a file/);
  await folder.remove();
});

test('what a failing writer throws is passed on', async (t) => {
  const folder = await makeFolder();
  const failure = new ReelsightError('model', 'wrong checksum');
  const writing = writeWhole(join(folder.path, 'weights.h5'), async (file) => {
    await file.writeFile('half');
    throw failure;
  });
  t.is(await t.throwsAsync(writing), failure);
  t.deepEqual(await readdir(folder.path), []);
  await folder.remove();
});

test('temporary files of killed processes go after a while, those of running ones stay', async (t) => {
  const folder = await makeFolder();
  await mkdir(folder.path, { recursive: true });
  const [old, young] = ['00000000-0000-4000-8000-000000000000', '11111111-0000-4000-8000-000000000000'].map(
    (id) => `model.onnx.${id}.tmp`,
  );
  for (const name of [old!, young!, 'other.tmp']) await writeFile(join(folder.path, name), '');
  const longAgo = new Date(Date.now() - 7 * 3600 * 1000);
  for (const name of [old!, 'other.tmp']) await utimes(join(folder.path, name), longAgo, longAgo);
  await writeBytes(join(folder.path, 'model.onnx'), 'x');
  t.deepEqual((await readdir(folder.path)).sort(), ['model.onnx', young!, 'other.tmp'].sort());
  await folder.remove();
});
