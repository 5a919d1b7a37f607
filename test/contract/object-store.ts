import type { TestFn } from 'ava';
import { type ObjectStore, ReelsightError } from '../../src/core/index.ts';
import { collect } from '../helpers/collect.ts';

/** What every object store must do; run for each adapter. */
export function testObjectStore(test: TestFn, name: string, open: () => Promise<ObjectStore>): void {
  test(`${name}: what was put is got`, async (t) => {
    const store = await open();
    await store.put('analyses/a/chunks/00001.signals', Uint8Array.of(1, 2, 3));
    t.deepEqual(Uint8Array.from(await store.get('analyses/a/chunks/00001.signals')), Uint8Array.of(1, 2, 3));
  });

  test(`${name}: putting again replaces`, async (t) => {
    const store = await open();
    await store.put('k', Uint8Array.of(1, 2, 3));
    await store.put('k', Uint8Array.of(4));
    t.deepEqual(Uint8Array.from(await store.get('k')), Uint8Array.of(4));
  });

  test(`${name}: a view of a larger array puts only what it shows`, async (t) => {
    const store = await open();
    await store.put('k', Uint8Array.of(9, 1, 2, 9).subarray(1, 3));
    t.deepEqual(Uint8Array.from(await store.get('k')), Uint8Array.of(1, 2));
  });

  test(`${name}: empty objects are objects`, async (t) => {
    const store = await open();
    await store.put('a/empty', new Uint8Array(0));
    t.is((await store.get('a/empty')).length, 0);
  });

  test(`${name}: what was never put is not found`, async (t) => {
    const store = await open();
    const error = await t.throwsAsync(store.get('nothing'), { instanceOf: ReelsightError });
    t.is(error?.kind, 'not-found');
  });

  test(`${name}: lists what lies under a prefix, in the order of the keys`, async (t) => {
    const store = await open();
    for (const key of ['a/2', 'a/10', 'b/1', 'a/ä', 'a/sub/x']) await store.put(key, new Uint8Array(key.length));
    t.deepEqual(await collect(store.list('a/')), [
      { key: 'a/10', sizeBytes: 4 },
      { key: 'a/2', sizeBytes: 3 },
      { key: 'a/sub/x', sizeBytes: 7 },
      { key: 'a/ä', sizeBytes: 3 },
    ]);
    t.deepEqual(await collect(store.list('a/1')), [{ key: 'a/10', sizeBytes: 4 }]);
    t.deepEqual(await collect(store.list('c')), []);
  });

  test(`${name}: creates only where nothing lies, and of several at once one does`, async (t) => {
    const store = await open();
    const created = await Promise.all([1, 2, 3, 4].map((n) => store.create('a/end.json', Uint8Array.of(n))));
    t.is(created.filter(Boolean).length, 1);
    t.deepEqual(Uint8Array.from(await store.get('a/end.json')), Uint8Array.of(created.indexOf(true) + 1));
    t.false(await store.create('a/end.json', Uint8Array.of(9)));
    t.is((await store.get('a/end.json'))[0], created.indexOf(true) + 1);
    t.is((await collect(store.list('a/'))).length, 1);
  });

  test(`${name}: concurrent puts of one key leave one of them whole`, async (t) => {
    const store = await open();
    const sizes = [200_000, 100_000, 300_000];
    await Promise.all(sizes.map((size, i) => store.put('race', new Uint8Array(size).fill(i))));
    const bytes = await store.get('race');
    t.is(bytes.length, sizes[bytes[0]!]);
    t.true(bytes.every((byte) => byte === bytes[0]));
  });
}
