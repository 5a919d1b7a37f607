import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type PullableSource, type PullRequest, pullWeights, readPulled } from '../../models/pull.ts';
import { ReelsightError } from '../../src/core/errors.ts';
import { makeFolder } from '../helpers/clips.ts';

const WEIGHTS = Buffer.alloc(3_000_000, 'weights of a network ');
const MD5 = createHash('md5').update(WEIGHTS).digest('hex');
const FILE = 'weights.h5';

/** Not t.deepEqual: it takes seconds for bytes like these. */
const holdsWeights = async (path: string) => WEIGHTS.equals(await readFile(path));

type Answer = (response: ServerResponse) => void;
const answerWhole: Answer = (response) => void response.setHeader('content-length', WEIGHTS.length).end(WEIGHTS);
const answerStatus =
  (status: number): Answer =>
  (response) =>
    void response.writeHead(status).end('no');
/** Promises all and breaks off after a third. */
const answerBroken: Answer = (response) => {
  response.setHeader('content-length', WEIGHTS.length);
  response.write(WEIGHTS.subarray(0, 1_000_000), () => response.destroy());
};
const answerOther: Answer = (response) => void response.end(Buffer.alloc(WEIGHTS.length, 'others'));

/** Pulls from a server that gives these answers in turn, then the last one again. */
async function pullFrom(answers: readonly Answer[], more: Partial<PullRequest> = {}) {
  let requests = 0;
  const server = createServer((_, response) => {
    // A connection that is kept may be gone by the next try, which then fails without reaching the server.
    response.shouldKeepAlive = false;
    answers[Math.min(requests++, answers.length - 1)]!(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await makeFolder();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${FILE}`;
  const source: PullableSource = { type: 'keras-hdf5', url, fileName: FILE, md5: MD5 };
  const lines: string[] = [];
  const updates: number[] = [];
  const progress = {
    start: (label: string, total: number, unit: string) => void lines.push(`${label} ${total} ${unit}`),
    update: (done: number) => void updates.push(done),
    stop: () => void lines.push('stop'),
    log: (line: string) => void lines.push(line),
  };
  const pulled = await pullWeights({ source, cacheFolder: folder.path, progress, retryDelayMs: 1, ...more }).then(
    (path) => ({ path, error: null }),
    (error: unknown) => ({ path: null, error: error as ReelsightError }),
  );
  const files = await readdir(join(folder.path, 'weights')).catch(() => []);
  server.closeAllConnections();
  server.close();
  return { ...pulled, files: files.sort(), folder, source, lines, updates, requests };
}

function failsClean(t: ExecutionContext, { error, files }: Awaited<ReturnType<typeof pullFrom>>, kind: string) {
  t.true(error instanceof ReelsightError);
  t.is(error?.kind, kind as ReelsightError['kind']);
  t.deepEqual(files, []);
}

test('fetches the weights, shows progress and notes what they are', async (t) => {
  const { path, files, folder, source, lines, updates, requests } = await pullFrom([answerWhole]);
  t.true(await holdsWeights(path!));
  t.deepEqual(files, [FILE, `${FILE}.json`]);
  t.deepEqual(await readPulled(folder.path, source), { md5: MD5, sizeBytes: WEIGHTS.length });
  t.deepEqual(lines, [`Fetching ${FILE} 3 MB`, 'stop']);
  t.is(updates.at(-1), 3);
  t.is(requests, 1);
  await folder.remove();
});

test('tries again when the server is busy or breaks off', async (t) => {
  const { path, folder, lines, requests } = await pullFrom([
    answerStatus(503),
    answerBroken,
    answerStatus(429),
    answerWhole,
  ]);
  t.true(await holdsWeights(path!));
  t.is(requests, 4);
  t.is(lines.filter((line) => line.includes('Trying again')).length, 3);
  await folder.remove();
});

test('gives up after a few tries and leaves nothing', async (t) => {
  const result = await pullFrom([answerBroken]);
  failsClean(t, result, 'environment');
  t.is(result.requests, 4);
  t.regex(result.error!.message, /could not be downloaded: .*--from FILE/s);
  await result.folder.remove();
});

test('a missing file is not tried again', async (t) => {
  const result = await pullFrom([answerStatus(404)]);
  failsClean(t, result, 'not-found');
  t.is(result.requests, 1);
  t.regex(result.error!.message, /answered 404/);
  await result.folder.remove();
});

test('a wrong checksum is refused, naming both, and leaves nothing', async (t) => {
  const result = await pullFrom([answerOther]);
  failsClean(t, result, 'model');
  t.regex(result.error!.message, new RegExp(`MD5 [0-9a-f]{32}; expected ${MD5}`));
  await result.folder.remove();
});

test('a server that is not there is an error of the environment', async (t) => {
  // A port that no system gives away, and that `fetch` does not refuse by itself.
  const url = `http://127.0.0.1:2/${FILE}`;
  const source: PullableSource = { type: 'keras-hdf5', url, fileName: FILE, md5: MD5 };
  const result = await pullFrom([answerWhole], { source });
  failsClean(t, result, 'environment');
  t.regex(result.error!.message, /could not be downloaded: .*ECONNREFUSED/);
  await result.folder.remove();
});

test('stops when cancelled, and leaves nothing', async (t) => {
  const controller = new AbortController();
  const answerForever: Answer = (response) => {
    response.setHeader('content-length', WEIGHTS.length);
    response.write(WEIGHTS.subarray(0, 1_500_000));
  };
  // Once a part of the file has been written.
  const update = (done: number) => {
    if (done >= 1) controller.abort();
  };
  const progress = { start: () => {}, stop: () => {}, log: () => {}, update };
  const result = await pullFrom([answerForever], { signal: controller.signal, progress });
  failsClean(t, result, 'cancelled');
  t.is(result.requests, 1);
  await result.folder.remove();
});

test('a failed pull leaves the weights that were there', async (t) => {
  const { folder, source } = await pullFrom([answerWhole]);
  const error = await t.throwsAsync(
    pullWeights({ source, cacheFolder: folder.path, from: join(folder.path, 'nothing.h5') }),
    { instanceOf: ReelsightError },
  );
  t.is(error.kind, 'not-found');
  t.deepEqual(await readPulled(folder.path, source), { md5: MD5, sizeBytes: WEIGHTS.length });
  await folder.remove();
});

test('takes a local file, of the published checksum or of the one that is given', async (t) => {
  const folder = await makeFolder();
  const source: PullableSource = { type: 'keras-hdf5', url: 'http://127.0.0.1:9/', fileName: FILE, md5: MD5 };
  const from = join(folder.path, 'download.h5');
  const request = { source, cacheFolder: folder.path, from };
  await writeFile(from, WEIGHTS);
  t.true(await holdsWeights(await pullWeights(request)));
  const own = Buffer.from('weights of my own');
  await writeFile(from, own);
  const md5 = createHash('md5').update(own).digest('hex');
  const error = await t.throwsAsync(pullWeights(request), { instanceOf: ReelsightError });
  t.is(error.kind, 'model');
  t.true(error.message.includes(`--md5 ${md5}`));
  t.deepEqual(await readFile(await pullWeights({ ...request, md5 })), own);
  t.deepEqual(await readPulled(folder.path, source), { md5, sizeBytes: own.length });
  t.is(
    (await t.throwsAsync(pullWeights({ ...request, from: folder.path }), { instanceOf: ReelsightError })).kind,
    'input',
  );
  await folder.remove();
});
