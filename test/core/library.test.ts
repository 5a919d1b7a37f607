import { createHash } from 'node:crypto';
import test from 'ava';
import { ReelsightError } from '../../src/core/errors.ts';
import { findIndex, loadHeads, loadIndex } from '../../src/core/library.ts';
import { bytesOf, createHeadFile, SMALL_NETWORK } from '../helpers/heads.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

test('heads come shipped first, then of the library by name; one of a shipped name takes its place', async (t) => {
  const store = createMemoryStore();
  const shipped = [
    { bytes: bytesOf(createHeadFile()), origin: 'sides.json' },
    { bytes: bytesOf(createHeadFile({ name: 'others' })), origin: 'others.json' },
  ];
  await store.put('library/heads/zoo.json', bytesOf(createHeadFile({ name: 'zoo' })));
  await store.put('library/heads/sides.json', bytesOf(createHeadFile({ title: 'Mine' })));
  await store.put('library/heads/notes.txt', Buffer.from('not a head'));
  const heads = await loadHeads(shipped, { store, prefix: 'library/' }, SMALL_NETWORK);
  t.deepEqual(
    heads.map(({ name, file }) => [name, file.title]),
    [
      ['sides', 'Mine'],
      ['others', 'Left or right'],
      ['zoo', 'Left or right'],
    ],
  );
  t.is((await loadHeads(shipped, null, SMALL_NETWORK)).length, 2);
});

test('a network that nothing was trained for has no shipped heads', async (t) => {
  const shipped = [{ bytes: bytesOf(createHeadFile()), origin: 'sides.json' }];
  t.deepEqual(await loadHeads(shipped, null, { ...SMALL_NETWORK, name: 'other' }), []);
});

test('an index is found by its record and read by its hash', async (t) => {
  const store = createMemoryStore();
  const library = { store, prefix: 'library/' };
  t.is(await findIndex(library, 'brands'), null);
  const sha256 = hash('index');
  await store.put('library/brands.json', bytesOf({ schemaVersion: 1, sha256, items: 3 }));
  await store.put(`library/brands/${sha256}.index`, Buffer.from('index'));
  const identity = await findIndex(library, 'brands');
  t.deepEqual(identity, { sha256, items: 3 });
  t.is(Buffer.from(await loadIndex(library, 'brands', identity!)).toString(), 'index');
  await store.put(`library/brands/${sha256}.index`, Buffer.from('other'));
  await t.throwsAsync(loadIndex(library, 'brands', identity!), { message: /is damaged.*Rebuild it/ });
});

test('an index that is gone is told, also where what is gone looks forbidden', async (t) => {
  const gone = { sha256: hash('gone') };
  const message = new RegExp(`${gone.sha256}\\.index is gone, or may not be read\\. Put it back`);
  for (const kind of ['not-found', 'denied'] as const) {
    const store = { ...createMemoryStore(), get: () => Promise.reject(new ReelsightError(kind, 'Cannot read it.')) };
    const error = await t.throwsAsync(loadIndex({ store, prefix: '' }, 'brands', gone), { message });
    t.is((error as ReelsightError).kind, 'not-found');
  }
  const busy = new ReelsightError('storage', 'Busy.', { retryable: true });
  const store = { ...createMemoryStore(), get: () => Promise.reject(busy) };
  t.is(await t.throwsAsync(loadIndex({ store, prefix: '' }, 'brands', gone)), busy);
});

test('a damaged record says so', async (t) => {
  const store = createMemoryStore();
  await store.put('catalogue.json', Buffer.from('{"sha256": 1}'));
  await t.throwsAsync(findIndex({ store, prefix: '' }, 'catalogue'), { message: /catalogue\.json is damaged/ });
});
