import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { mapFileError } from '../../../src/adapters/local/errors.ts';
import { createFileStore } from '../../../src/adapters/local/store.ts';
import { testObjectStore } from '../../contract/object-store.ts';
import { makeFolder } from '../../helpers/clips.ts';
import { createMemoryStore } from '../../helpers/memory-store.ts';

const folder = await makeFolder();
let opened = 0;
test.after.always(() => folder.remove());

testObjectStore(test, 'file store', async () => createFileStore(join(folder.path, String(opened++))));
testObjectStore(test, 'memory store', async () => createMemoryStore());

test('no temporary file stays', async (t) => {
  const path = join(folder.path, 'clean');
  const store = createFileStore(path);
  await Promise.all([1, 2, 3].map((n) => store.put('same/key', Uint8Array.of(n))));
  t.deepEqual(readdirSync(join(path, 'same')), ['key']);
});

for (const [code, kind, message] of [
  ['ENOSPC', 'storage', /disk is full.*--out/],
  ['EDQUOT', 'storage', /quota/],
  ['EACCES', 'input', /permission/],
  ['EROFS', 'input', /read-only/],
  ['ENOENT', 'not-found', /no such file/],
  ['EWEIRD', 'storage', /odd/],
] as const) {
  test(`${code} is told as ${kind}`, (t) => {
    const error = mapFileError(Object.assign(new Error('odd'), { code }), 'write', '/x/y');
    t.is(error.kind, kind);
    t.regex(error.message, message);
    t.regex(error.message, /"\/x\/y"/);
  });
}
