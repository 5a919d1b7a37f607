import test from 'ava';
import { encodeDense } from '../../src/core/heads/dense.ts';
import { ReelsightError } from '../../src/core/index.ts';
import { cancelAnalysis, readStatus, refuseEndedRun, startAnalysis } from '../../src/service/index.ts';
import { keysOf } from '../../src/service/keys.ts';
import { recordRunEnd } from '../../src/service/run-end.ts';
import { recordFailure } from '../../src/service/steps/fail.ts';
import { createFakeCloud, fingerprintOf, videoBytes } from '../helpers/fake-cloud.ts';
import { bytesOf, createHeadFile } from '../helpers/heads.ts';

const VIDEO = 's3://b/videos/film.mp4';

test('the same request is the same analysis, and runs once', async (t) => {
  const { context, started } = createFakeCloud();
  const first = await startAnalysis({ video: VIDEO }, context);
  const second = await startAnalysis({ video: VIDEO, options: { preset: 'balanced' } }, context);
  t.deepEqual(second, first);
  t.regex(first.id, /^[0-9a-f]{32}$/);
  t.deepEqual(started, [first]);
});

test('other options, another name or other bytes are another analysis', async (t) => {
  const { context } = createFakeCloud({
    [VIDEO]: videoBytes(1),
    's3://b/videos/other.mp4': videoBytes(1),
    's3://b/uploads/1/film.mp4': videoBytes(1),
    's3://b/uploads/2/film.mp4': videoBytes(2),
  });
  const idOf = async (video: string, preset?: string) =>
    (await startAnalysis({ video, options: { preset } }, context)).id;
  const id = await idOf(VIDEO);
  t.not(await idOf(VIDEO, 'accurate'), id);
  t.not(await idOf('s3://b/videos/other.mp4'), id);
  t.not(await idOf('s3://b/uploads/2/film.mp4'), id);
  // Where it lies does not matter.
  t.is(await idOf('s3://b/uploads/1/film.mp4'), id);
});

test('what the library teaches makes another analysis, and lies in the request by its hash', async (t) => {
  const { context, store } = createFakeCloud();
  const start = async () => {
    const { id } = await startAnalysis({ video: VIDEO }, context);
    const { heads, brandIndex, catalogue } = JSON.parse(Buffer.from(await store.get(keysOf(id).request)).toString());
    return { id, heads: heads.map(({ name }: { name: string }) => name), brandIndex, catalogue };
  };
  const ids = new Set<string>();
  const expectNew = async (library: object) => {
    const { id, ...found } = await start();
    t.deepEqual(found, { heads: [], brandIndex: null, catalogue: null, ...library });
    t.false(ids.has(id));
    ids.add(id);
    t.is((await start()).id, id);
  };
  await expectNew({});
  const brandIndex = { sha256: 'b'.repeat(64), items: 2 };
  await store.put('library/brands.json', bytesOf({ schemaVersion: 1, ...brandIndex }));
  await expectNew({ brandIndex });
  const catalogue = { sha256: 'c'.repeat(64), items: 0 };
  await store.put('library/catalogue.json', bytesOf({ schemaVersion: 1, ...catalogue }));
  await expectNew({ brandIndex, catalogue });
  const { name, weights, embedding } = context.models[0]!;
  for (const bias of [0, 1]) {
    const head = createHeadFile({
      input: { network: name, weights, layers: embedding },
      dense: [encodeDense(Float64Array.of(4, -4), [bias, 0], 1, 'none')],
    });
    await store.put('library/heads/sides.json', bytesOf(head));
    await expectNew({ heads: ['sides'], brandIndex, catalogue });
  }
});

test('a library that cannot be used is told before anything starts', async (t) => {
  const { context, store, started } = createFakeCloud();
  await store.put('library/heads/sides.json', bytesOf(createHeadFile()));
  await t.throwsAsync(startAnalysis({ video: VIDEO }, context), { message: /The head sides .* Train it again/ });
  store.remove('library/heads/sides.json');
  await store.put('library/brands.json', Buffer.from('{'));
  await t.throwsAsync(startAnalysis({ video: VIDEO }, context), { message: /library\/brands\.json is damaged/ });
  t.deepEqual(started, []);
});

test('a failed analysis that is asked for again takes its next attempt', async (t) => {
  const { context, store, started, end } = createFakeCloud();
  const first = await startAnalysis({ video: VIDEO }, context);
  await recordFailure(first, { kind: 'decode', message: 'It broke.' }, store);
  end(first, { state: 'failed', reason: 'x' });
  t.like(await readStatus(first.id, context), { status: 'failed', error: { kind: 'decode', message: 'It broke.' } });
  const second = await startAnalysis({ video: VIDEO }, context);
  t.deepEqual(second, { id: first.id, attempt: 2 });
  t.like(await readStatus(first.id, context), { status: 'queued', attempt: 2, error: null });
  t.is(started.length, 2);
});

test('a video that was found unfit is run again when it is asked for, and not for an event', async (t) => {
  const { context, store, end } = createFakeCloud();
  const event = { video: VIDEO, isUnasked: true };
  const first = await startAnalysis(event, context);
  await recordFailure(first, { kind: 'decode', message: 'It broke.' }, store);
  end(first, { state: 'failed', reason: 'x' });
  const second = await startAnalysis(event, context);
  t.is(second.attempt, 2);
  await recordFailure(second, { kind: 'input', message: 'ffmpeg crashed.' }, store);
  end(second, { state: 'failed', reason: 'x' });
  t.deepEqual(await startAnalysis(event, context), second);
  t.is((await startAnalysis({ video: VIDEO }, context)).attempt, 3);
});

test('a run that ended without a word is failed, and can be run again', async (t) => {
  const { context, end } = createFakeCloud();
  const first = await startAnalysis({ video: VIDEO }, context);
  end(first, { state: 'failed', reason: 'It took too long.' });
  t.like(await readStatus(first.id, context), { status: 'failed', finishedAt: null });
  t.regex((await readStatus(first.id, context)).error!.message, /It took too long/);
  t.is((await startAnalysis({ video: VIDEO }, context)).attempt, 2);
});

test('an idempotency key stands for one request, and for one run of it', async (t) => {
  const { context, store, end } = createFakeCloud();
  const request = { video: VIDEO, idempotencyKey: 'k' };
  const first = await startAnalysis(request, context);
  await recordFailure(first, { kind: 'decode', message: 'It broke.' }, store);
  end(first, { state: 'failed', reason: 'x' });
  t.deepEqual(await startAnalysis(request, context), first);
  const error = await t.throwsAsync(startAnalysis({ ...request, options: { preset: 'fast' } }, context), {
    instanceOf: ReelsightError,
  });
  t.is(error!.kind, 'input');
  t.regex(error!.message, /another request/);
});

test('a request that failed leaves its idempotency key to the next', async (t) => {
  const { context } = createFakeCloud();
  const idempotencyKey = 'k';
  await t.throwsAsync(startAnalysis({ video: 's3://b/videos/none.mp4', idempotencyKey }, context), {
    message: /There is no video/,
  });
  const run = await startAnalysis({ video: VIDEO, idempotencyKey }, context);
  t.deepEqual(await startAnalysis({ video: VIDEO, idempotencyKey }, context), run);
});

test('a failure of the same request does not take its key from a run', async (t) => {
  const { context } = createFakeCloud();
  const request = { video: VIDEO, idempotencyKey: 'k' };
  let run: unknown;
  const videos = {
    ...context.videos,
    find: async () => {
      run = await startAnalysis(request, context);
      throw new Error('the store does not answer');
    },
  };
  await t.throwsAsync(startAnalysis(request, { ...context, videos }), { message: /does not answer/ });
  t.deepEqual(await startAnalysis(request, context), run);
  await t.throwsAsync(startAnalysis({ ...request, options: { preset: 'fast' } }, context), {
    message: /another request/,
  });
});

test('an uploaded video is analysed only as the one that it was uploaded as', async (t) => {
  const bytes = videoBytes(1);
  const own = await fingerprintOf(bytes);
  const [right, wrong, elsewhere] = [
    `s3://b/uploads/${own}/film.mp4`,
    `s3://b/uploads/${'0'.repeat(64)}/film.mp4`,
    `s3://other/uploads/${'0'.repeat(64)}/film.mp4`,
  ];
  const { context, started } = createFakeCloud({ [right]: bytes, [wrong]: bytes, [elsewhere]: bytes });
  const error = await t.throwsAsync(startAnalysis({ video: wrong }, context), { instanceOf: ReelsightError });
  t.is(error!.kind, 'conflict');
  t.true(error!.message.includes(wrong) && error!.message.includes(own));
  t.deepEqual(started, []);
  const { id } = await startAnalysis({ video: right }, context);
  // Where the service keeps no uploads, folders may be called anything.
  t.is((await startAnalysis({ video: elsewhere }, context)).id, id);
});

test('who says which video is meant gets no other', async (t) => {
  const { context, started } = createFakeCloud();
  const fingerprint = await fingerprintOf(videoBytes(1));
  const error = await t.throwsAsync(startAnalysis({ video: VIDEO, fingerprint: '0'.repeat(64) }, context), {
    instanceOf: ReelsightError,
  });
  t.is(error!.kind, 'conflict');
  t.deepEqual(started, []);
  t.is(
    (await startAnalysis({ video: VIDEO, fingerprint }, context)).id,
    (await startAnalysis({ video: VIDEO }, context)).id,
  );
});

test('cancelling stops the run; what is over stays as it ended', async (t) => {
  const { context, store } = createFakeCloud();
  const run = await startAnalysis({ video: VIDEO }, context);
  await cancelAnalysis(run.id, context);
  t.is((await readStatus(run.id, context)).status, 'cancelled');
  // A step that fails because of that must not make it a failure.
  await recordFailure(run, { kind: 'internal', message: 'Stopped.' }, store);
  t.is((await readStatus(run.id, context)).status, 'cancelled');
  t.is((await startAnalysis({ video: VIDEO }, context)).attempt, 2);
  await t.throwsAsync(cancelAnalysis('0'.repeat(32), context), { message: /no analysis/ });
});

test('what is not a video, or is not there, starts nothing', async (t) => {
  const { context, started, store } = createFakeCloud({
    's3://b/videos/list.mp4': Buffer.from('#EXTM3U\nhttp://169.254.169.254/\n'),
    's3://b/videos/empty.mp4': Buffer.alloc(0),
  });
  await t.throwsAsync(startAnalysis({ video: 's3://b/videos/list.mp4' }, context), { message: /HLS playlist/ });
  await t.throwsAsync(startAnalysis({ video: 's3://b/videos/empty.mp4' }, context), { message: /empty/ });
  await t.throwsAsync(startAnalysis({ video: 's3://b/videos/gone.mp4' }, context), { message: /no video/ });
  t.deepEqual(started, []);
  t.deepEqual(store.keys(), []);
});

test('what was taken away can be had again', async (t) => {
  const { context, store, end } = createFakeCloud();
  const first = await startAnalysis({ video: VIDEO, idempotencyKey: 'k' }, context);
  await recordRunEnd(store, first, { status: 'succeeded', error: null });
  end(first, { state: 'succeeded' });
  t.deepEqual(await startAnalysis({ video: VIDEO }, context), first);
  for (const key of store.keys().filter((name) => name.startsWith('analyses/'))) store.remove(key);
  // The engine does not forget so soon that it has run.
  const again = { id: first.id, attempt: 2 };
  t.deepEqual(await startAnalysis({ video: VIDEO, idempotencyKey: 'k' }, context), again);
  t.deepEqual(await startAnalysis({ video: VIDEO, idempotencyKey: 'k' }, context), again);
});

test('the first word of how a run ended stands', async (t) => {
  const { context, store, end } = createFakeCloud();
  const run = await startAnalysis({ video: VIDEO }, context);
  await recordRunEnd(store, run, { status: 'succeeded', error: null });
  await cancelAnalysis(run.id, context);
  await recordFailure(run, { kind: 'internal', message: 'Late.' }, store);
  t.is((await readStatus(run.id, context)).status, 'succeeded');
  end(run, { state: 'succeeded' });
  t.deepEqual(await startAnalysis({ video: VIDEO }, context), run);
});

test('what a run of before says late does not touch the run of now', async (t) => {
  const { context, store, started } = createFakeCloud();
  const first = await startAnalysis({ video: VIDEO }, context);
  await cancelAnalysis(first.id, context);
  const second = await startAnalysis({ video: VIDEO }, context);
  await recordRunEnd(store, first, { status: 'succeeded', error: null });
  t.like(await readStatus(first.id, context), { status: 'queued', attempt: 2 });
  t.deepEqual(started, [first, second]);
});

test('a run that failed without a word is not cancelled afterwards', async (t) => {
  const { context, end } = createFakeCloud();
  const run = await startAnalysis({ video: VIDEO }, context);
  end(run, { state: 'failed', reason: 'It took too long.' });
  await cancelAnalysis(run.id, context);
  t.is((await readStatus(run.id, context)).status, 'failed');
});

test('of two requests at once under one key, the other is refused', async (t) => {
  const { context, started } = createFakeCloud();
  const answers = await Promise.allSettled(
    ['fast', 'accurate'].map((preset) =>
      startAnalysis({ video: VIDEO, options: { preset }, idempotencyKey: 'k' }, context),
    ),
  );
  t.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  t.is(started.length, 1);
});

test('a cancellation that broke off is taken up when it is asked for again', async (t) => {
  const { context, store } = createFakeCloud();
  const run = await startAnalysis({ video: 's3://b/videos/film.mp4' }, context);
  const stopped: unknown[] = [];
  let isBusy = true;
  const engine = {
    ...context.engine,
    async stop(one: typeof run) {
      if (isBusy) throw new ReelsightError('storage', 'Busy.', { retryable: true });
      stopped.push(one);
    },
  };
  await t.throwsAsync(cancelAnalysis(run.id, { store, engine }), { message: 'Busy.' });
  // Workers begin nothing more, whatever the engine still does.
  await t.throwsAsync(refuseEndedRun(store, run), { message: /was cancelled/ });
  isBusy = false;
  await cancelAnalysis(run.id, { store, engine });
  t.is(stopped.length, 1);
  t.is((await readStatus(run.id, context)).status, 'cancelled');
});
