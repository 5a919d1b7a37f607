import { setTimeout as wait } from 'node:timers/promises';
import test from 'ava';
import { createWriteQueue } from '../../../src/core/pipeline/write-queue.ts';

test('no more writes than allowed are on their way, and all of them end', async (t) => {
  const queue = createWriteQueue(3);
  let now = 0;
  let most = 0;
  let ended = 0;
  for (let i = 0; i < 20; i++)
    await queue.add(async () => {
      most = Math.max(most, ++now);
      await wait(1);
      now--;
      ended++;
    });
  await queue.finish();
  t.is(ended, 20);
  t.is(most, 3);
});

test('a write that fails is told, at the latest in the end', async (t) => {
  const queue = createWriteQueue(2);
  await queue.add(async () => {
    throw new Error('full');
  });
  await t.throwsAsync(queue.finish(), { message: 'full' });
});
