import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { withDeadline } from '../../../src/adapters/cloud-shared/deadline.ts';
import { ReelsightError } from '../../../src/core/index.ts';

test('work is stopped fifteen seconds before its function would be ended, to be tried once more', async (t) => {
  const stopped = withDeadline(15_050, async (signal) => {
    t.false(signal.aborted);
    while (!signal.aborted) await sleep(5);
    throw signal.reason;
  });
  const error = await t.throwsAsync(stopped, { instanceOf: ReelsightError });
  t.like(error, { kind: 'environment', retryable: true, isRetriedOnce: true });
  t.regex(error!.message, /in the 15 s that it has.*chunkSeconds/);
});

test('what ends in time gives its answer', async (t) => {
  t.is(await withDeadline(900_000, async ({ aborted }) => aborted), false);
});
