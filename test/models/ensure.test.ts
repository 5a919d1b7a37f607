import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import test from 'ava';
import type { BuildRequest } from '../../models/build.ts';
import { ensureModel } from '../../models/ensure.ts';
import { findNetwork } from '../../models/networks.ts';
import { ReelsightError } from '../../src/core/errors.ts';
import type { NetworkRecord } from '../../src/core/vision/manifest.ts';
import { hashBytes, recordPathOf } from '../../src/core/vision/model-file.ts';
import { makeFolder } from '../helpers/clips.ts';
import { TEST_CACHE } from '../helpers/command-line.ts';

const safety = findNetwork('safety');
const MODEL = Buffer.from('a model of a few bytes, made in no time');
/** The network of the manifest, expected to become `MODEL`. */
const network: NetworkRecord = { ...safety, builds: { int8: hashBytes(MODEL), fp32: hashBytes(MODEL) } };

/** A builder that makes `MODEL` of the true weights, and keeps what it was asked. */
function countBuilds() {
  const requests: BuildRequest[] = [];
  const build = async (request: BuildRequest) => {
    requests.push(request);
    return MODEL;
  };
  return { requests, build };
}

for (const precision of ['int8', 'fp32'] as const)
  test(`the ${precision} model that the manifest names is built, byte for byte`, async (t) => {
    // Built though it is there: what an earlier builder left proves nothing about this one.
    const model = await ensureModel({ name: 'safety', precision, cacheFolder: TEST_CACHE, force: true });
    t.true(model.built);
    t.is(model.precision, precision);
    t.is(model.sha256, safety.builds[precision]!);
    const bytes = await readFile(model.modelPath);
    t.is(hashBytes(bytes), model.sha256);
    const record = JSON.parse(await readFile(recordPathOf(model.modelPath), 'utf8'));
    t.like(record, { precision, sha256: model.sha256, sizeBytes: bytes.length, licence: safety.licence });
    t.false((await ensureModel({ name: 'safety', precision, cacheFolder: TEST_CACHE })).built);
  });

test('a model is built once, and again when it is damaged', async (t) => {
  const folder = await makeFolder();
  const { requests, build } = countBuilds();
  const request = { name: network, precision: 'int8', cacheFolder: folder.path, build } as const;
  const first = await ensureModel(request);
  t.true(first.built);
  t.is(first.sha256, hashBytes(MODEL));
  t.deepEqual(await readFile(first.modelPath), MODEL);
  t.not(requests[0]!.ranges, null);
  t.false((await ensureModel(request)).built);
  t.is(requests.length, 1);

  for (const damage of [
    () => truncate(first.modelPath, 10),
    () => writeFile(recordPathOf(first.modelPath), '{"schemaVersion": 1'),
  ]) {
    await damage();
    const again = await ensureModel(request);
    t.true(again.built);
    t.is(again.sha256, first.sha256);
    t.deepEqual(await readFile(again.modelPath), MODEL);
    t.is((await readdir(dirname(first.modelPath))).length, 2);
    t.false((await ensureModel(request)).built);
  }
  t.is(requests.length, 3);
  t.true((await ensureModel({ ...request, force: true })).built);
  t.is(requests.length, 4);
  await folder.remove();
});

test('FP32 is built without ranges, and lies beside INT8', async (t) => {
  const folder = await makeFolder();
  const { requests, build } = countBuilds();
  const request = { name: network, cacheFolder: folder.path, build };
  const coded = await ensureModel({ ...request, precision: 'int8' });
  const exact = await ensureModel({ ...request, precision: 'fp32' });
  t.is(requests[1]!.ranges, null);
  t.not(exact.modelPath, coded.modelPath);
  t.false((await ensureModel({ ...request, precision: 'int8' })).built);
  await folder.remove();
});

test('a build that is interrupted leaves no file', async (t) => {
  const folder = await makeFolder();
  const interrupt = new AbortController();
  let reached = 0;
  const progress = {
    start: () => {},
    stop: () => {},
    log: () => {},
    update: (done: number) => {
      reached = done;
      if (done === 10) interrupt.abort();
    },
  };
  const error = await t.throwsAsync(
    ensureModel({ name: 'safety', precision: 'int8', cacheFolder: folder.path, progress, signal: interrupt.signal }),
    { instanceOf: ReelsightError },
  );
  t.is(error.kind, 'cancelled');
  t.is(reached, 10);
  t.deepEqual(await readdir(folder.path, { recursive: true }), []);
  await folder.remove();
});

test('a build that is not what the manifest expects is refused', async (t) => {
  const folder = await makeFolder();
  const other: NetworkRecord = { ...network, builds: { int8: '0'.repeat(64) } };
  const { build } = countBuilds();
  const error = await t.throwsAsync(ensureModel({ name: other, precision: 'int8', cacheFolder: folder.path, build }), {
    instanceOf: ReelsightError,
  });
  t.is(error.kind, 'internal');
  t.true(error.message.includes('0'.repeat(64)) && error.message.includes(hashBytes(MODEL)), error.message);
  t.deepEqual(await readdir(folder.path, { recursive: true }), []);
  await folder.remove();
});

test('weights that are not those of the manifest are refused', async (t) => {
  const folder = await makeFolder();
  const source = { type: 'npm', package: 'nsfwjs', sha256: 'f'.repeat(64) } as const;
  const { requests, build } = countBuilds();
  const error = await t.throwsAsync(
    ensureModel({ name: { ...network, source }, precision: 'fp32', cacheFolder: folder.path, build }),
    { instanceOf: ReelsightError },
  );
  t.is(error.kind, 'model');
  t.true(error.message.includes('f'.repeat(64)) && /npm/.test(error.message), error.message);
  t.is(requests.length, 0);
  t.deepEqual(await readdir(folder.path, { recursive: true }), []);
  await folder.remove();
});
