import { setTimeout as wait } from 'node:timers/promises';
import test from 'ava';
import { mapTogether } from '../../src/core/map-together.ts';

test('results come in the order of the list, with no more at a time than allowed', async (t) => {
  let now = 0;
  let most = 0;
  const double = async (n: number) => {
    most = Math.max(most, ++now);
    await wait(n % 3);
    now--;
    return 2 * n;
  };
  t.deepEqual(await mapTogether([3, 1, 4, 1, 5], double, { concurrency: 2 }), [6, 2, 8, 2, 10]);
  t.is(most, 2);
});

test('the first failure ends the others by their signal, and is told when they have ended', async (t) => {
  const started: number[] = [];
  let ended = 0;
  const work = async (n: number, _: number, signal: AbortSignal) => {
    started.push(n);
    if (n === 1) {
      await wait(1);
      throw new Error('full');
    }
    await wait(60_000, undefined, { signal }).catch(() => wait(5));
    ended++;
  };
  await t.throwsAsync(mapTogether([0, 1, 2, 3], work, { concurrency: 3 }), { message: 'full' });
  t.deepEqual(started, [0, 1, 2]);
  t.is(ended, 2);
});

test('a signal from outside ends all of it, for its own reason', async (t) => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const work = async (n: number, _: number, signal: AbortSignal) => {
    if (n === 1) controller.abort(reason);
    await wait(60_000, undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
  };
  const error = await t.throwsAsync(mapTogether([0, 1, 2], work, { concurrency: 2, signal: controller.signal }));
  t.is(error, reason);
});
