import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import test from 'ava';
import { ensureModel } from '../../models/ensure.ts';
import { findNetwork } from '../../models/networks.ts';
import { ReelsightError } from '../../src/core/errors.ts';
import { recordPathOf } from '../../src/core/vision/model-file.ts';
import { makeFolder } from '../helpers/clips.ts';

const request = { name: 'safety', precision: 'int8' } as const;

test('a model is built once, to what the manifest says, and anew when it is damaged', async (t) => {
  const folder = await makeFolder();
  const cacheFolder = folder.path;
  const first = await ensureModel({ ...request, cacheFolder });
  t.true(first.built);
  t.is(first.sha256, String(findNetwork('safety').builds.int8));
  t.false((await ensureModel({ ...request, cacheFolder })).built);

  for (const damage of [
    () => truncate(first.modelPath, 1_000_000),
    () => writeFile(recordPathOf(first.modelPath), '{"schemaVersion": 1'),
  ]) {
    await damage();
    const again = await ensureModel({ ...request, cacheFolder });
    t.true(again.built);
    t.is(again.sha256, first.sha256);
    t.is((await readdir(dirname(first.modelPath))).length, 2);
  }
  await folder.remove();
});

test('a build that is interrupted leaves no file', async (t) => {
  const folder = await makeFolder();
  const interrupt = new AbortController();
  const progress = {
    start: () => {},
    stop: () => {},
    log: () => {},
    update: (done: number) => {
      if (done === 50) interrupt.abort();
    },
  };
  const error = await t.throwsAsync(
    ensureModel({ ...request, cacheFolder: folder.path, progress, signal: interrupt.signal }),
    { instanceOf: ReelsightError },
  );
  t.is(error.kind, 'cancelled');
  t.deepEqual(await readdir(folder.path, { recursive: true }), []);
  await folder.remove();
});

test('a build that is not what the manifest expects is refused', async (t) => {
  const folder = await makeFolder();
  const network = { ...findNetwork('safety'), builds: { int8: '0'.repeat(64) } };
  const error = await t.throwsAsync(ensureModel({ ...request, name: network, cacheFolder: folder.path }), {
    instanceOf: ReelsightError,
  });
  t.true(error.message.includes('0'.repeat(64)));
  t.deepEqual(await readdir(folder.path, { recursive: true }), []);
  await folder.remove();
});

test('weights that are not those of the manifest are refused', async (t) => {
  const folder = await makeFolder();
  const safety = findNetwork('safety');
  const source = { type: 'npm', package: 'nsfwjs', sha256: 'f'.repeat(64) } as const;
  const error = await t.throwsAsync(
    ensureModel({ ...request, name: { ...safety, source }, precision: 'fp32', cacheFolder: folder.path }),
    { instanceOf: ReelsightError },
  );
  t.is(error.kind, 'model');
  t.true(error.message.includes('f'.repeat(64)) && /npm/.test(error.message), error.message);
  t.deepEqual(await readdir(folder.path, { recursive: true }), []);
  await folder.remove();
});

test('the file holds what the record says', async (t) => {
  const folder = await makeFolder();
  const { modelPath } = await ensureModel({ ...request, cacheFolder: folder.path });
  const record = JSON.parse(await readFile(recordPathOf(modelPath), 'utf8'));
  t.is(record.sizeBytes, (await readFile(modelPath)).length);
  t.like(record, { precision: 'int8', licence: findNetwork('safety').licence });
  await folder.remove();
});
