import test from 'ava';
import { readChunkItem } from '../../src/service/steps/chunk-items.ts';
import { orderChunks } from '../../src/service/steps/plan.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';

const run = { id: '0'.repeat(32), attempt: 1 };
const chunk = (index: number, audio = false) => ({ index, startFrame: index * 10, endFrame: index * 10 + 10, audio });

test('the chunk that listens, which reads the whole video, is started first', async (t) => {
  const store = createMemoryStore();
  const order = await orderChunks(store, run, 'items.json', [chunk(0), chunk(1), chunk(2, true)], 8);
  t.like(order, { ...run, next: 'measure', count: 3, concurrency: 8 });
  const items = JSON.parse(Buffer.from(await store.get(order.itemsKey)).toString()) as { index: number }[];
  t.deepEqual(
    items.map(({ index }) => index),
    [2, 0, 1],
  );
});

test('with nothing to measure the run goes on', async (t) => {
  t.is((await orderChunks(createMemoryStore(), run, 'items.json', [], 8)).next, 'assemble');
});

test('an item is found by its position', async (t) => {
  const store = createMemoryStore();
  const { itemsKey, count } = await orderChunks(store, run, 'items.json', [chunk(4), chunk(5)], 8);
  t.deepEqual(await readChunkItem(store, { itemsKey, position: count - 1 }), { ...run, index: 5 });
  await t.throwsAsync(readChunkItem(store, { itemsKey, position: 2 }), { message: /holds 2 items, and none at 2/ });
});

test('an order that stands is not changed by a second run of the step, which finds chunks measured meanwhile', async (t) => {
  const store = createMemoryStore();
  const first = await orderChunks(store, run, 'items.json', [chunk(0), chunk(1), chunk(2, true)], 8);
  const second = await orderChunks(store, run, 'items.json', [chunk(1)], 8);
  t.deepEqual(second, first);
  t.is((await readChunkItem(store, { itemsKey: first.itemsKey, position: 2 })).index, 1);
});
