import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { ReelsightError } from '../../src/core/index.ts';
import { cancelAnalysis, startAnalysis } from '../../src/service/index.ts';
import { recordRunEnd } from '../../src/service/run-end.ts';
import { whileWanted } from '../../src/service/steps/while-wanted.ts';
import { createFakeCloud } from '../helpers/fake-cloud.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';

const VIDEO = 's3://b/videos/film.mp4';
const RUN = { id: '0'.repeat(32), attempt: 1 };
const NEVER = new AbortController().signal;

/** Work that ends when it is told to, with an error of its own. */
const endless = async (signal: AbortSignal): Promise<never> => {
  while (!signal.aborted) await sleep(5);
  throw new Error('ffmpeg was stopped');
};

test('what is cancelled, or replaced by the next attempt, stops and says so', async (t) => {
  const { context, store } = createFakeCloud();
  const { id } = await startAnalysis({ video: VIDEO }, context);
  const first = whileWanted(store, { id, attempt: 1 }, NEVER, endless, 10);
  await cancelAnalysis(id, context);
  t.like(await t.throwsAsync(first, { instanceOf: ReelsightError }), { kind: 'cancelled', retryable: false });
  t.is((await startAnalysis({ video: VIDEO }, context)).attempt, 2);
  const replaced = whileWanted(store, { id, attempt: 1 }, NEVER, endless, 10);
  t.like(await t.throwsAsync(replaced, { instanceOf: ReelsightError }), { kind: 'conflict', retryable: false });
  t.true(await whileWanted(store, { id, attempt: 2 }, NEVER, async () => sleep(50, true), 10));
});

test('what is out of time stops with that reason', async (t) => {
  const stopping = new AbortController();
  const working = whileWanted(createMemoryStore(), RUN, stopping.signal, endless, 10);
  const reason = new ReelsightError('environment', 'Out of time.', { retryable: 'once' });
  stopping.abort(reason);
  t.is(await t.throwsAsync(working), reason);
});

test('a run that failed elsewhere lets its chunks end, and a store that does not answer too', async (t) => {
  const { context, store } = createFakeCloud();
  const run = await startAnalysis({ video: VIDEO }, context);
  await recordRunEnd(store, run, { status: 'failed', error: { kind: 'decode', message: 'It broke.', chunks: [] } });
  const silent = {
    get: async () => {
      throw new ReelsightError('storage', 'The store does not answer.', { retryable: true });
    },
  };
  for (const place of [store, silent])
    t.is(await whileWanted(place, run, NEVER, async (signal) => sleep(60, signal.aborted), 10), false);
  const error = new Error('of the work');
  const failing = async () => {
    throw error;
  };
  t.is(await t.throwsAsync(whileWanted(silent, run, NEVER, failing)), error);
});
