import test from 'ava';
import { findCapacity, MAX_WORKERS } from '../../../src/adapters/gcp/capacity.ts';
import { createBilling, PRICES } from '../../../src/adapters/gcp/prices.ts';

test('an hour of a worker costs its memory and its processor, as Google tells it', (t) => {
  const { memoryMb, priceOf } = createBilling({ REELSIGHT_MEMORY_GIB: 2 });
  t.is(memoryMb, 2048);
  const seconds = 3600;
  const hour = priceOf({ gbSeconds: 2 * seconds, steps: 0 });
  t.true(Math.abs(hour - seconds * (PRICES.vcpuSecond + 2 * PRICES.gibSecond)) < 1e-9);
  // $0.0864 a vCPU-hour and $0.009 a GiB-hour.
  t.is(hour.toFixed(4), '0.1044');
});

test('a step costs more than its steps of the workflow alone, and less than a thirtieth of a cent', (t) => {
  const { priceOf } = createBilling({ REELSIGHT_MEMORY_GIB: 2 });
  const step = priceOf({ gbSeconds: 0, steps: 1 });
  t.true(step > 14 * PRICES.workflowStep && step < 0.0003, String(step));
});

test('no more workers than Workflows can run', async (t) => {
  t.deepEqual(await findCapacity(100), { workers: 100, note: null });
  t.is((await findCapacity(10_000)).workers, MAX_WORKERS);
});
