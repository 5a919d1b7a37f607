import test from 'ava';
import { ReelsightError } from '../../src/core/index.ts';
import { findRunEnd, recordRunEnd, refuseEndedRun } from '../../src/service/run-end.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';

const run = { id: '0'.repeat(32), attempt: 1 };

test('the first word of how a run ended stands', async (t) => {
  const store = createMemoryStore();
  t.is(await findRunEnd(store, run), null);
  await recordRunEnd(store, run, { status: 'cancelled', error: null });
  await recordRunEnd(store, run, { status: 'succeeded', error: null });
  t.is((await findRunEnd(store, run))?.status, 'cancelled');
});

test('work for a run that is over is not begun', async (t) => {
  const store = createMemoryStore();
  await refuseEndedRun(store, run);
  await recordRunEnd(store, run, { status: 'cancelled', error: null });
  const error = await t.throwsAsync(refuseEndedRun(store, run), {
    instanceOf: ReelsightError,
    message: /was cancelled/,
  });
  t.is(error?.kind, 'cancelled');
  await refuseEndedRun(store, { ...run, attempt: 2 });
});

test('a run that ended by itself conflicts with more work, and was not cancelled', async (t) => {
  const store = createMemoryStore();
  await recordRunEnd(store, run, { status: 'succeeded', error: null });
  const error = await t.throwsAsync(refuseEndedRun(store, run), { instanceOf: ReelsightError });
  t.like(error, { kind: 'conflict', message: `Attempt 1 of analysis ${run.id} is over: it has succeeded.` });
});
