import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { readBytes } from '../../../../src/adapters/local/reading/index.ts';
import { makeFolder } from '../../../helpers/clips.ts';

const folder = await makeFolder();
test.after.always(() => folder.remove());

const file = (name: string, content: string) => {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
};
const pipe = (name: string) => {
  const path = join(folder.path, name);
  execFileSync('mkfifo', [path]);
  return path;
};

test('a file up to the limit is read whole, a longer one is refused', async (t) => {
  t.is((await readBytes(file('just', '12345'), { maxBytes: 5 })).toString(), '12345');
  t.is((await readBytes(file('empty', ''), { maxBytes: 5 })).length, 0);
  const error = await t.throwsAsync(readBytes(file('long', '123456'), { maxBytes: 5 }), {
    message: /long": it has more than 5 bytes/,
  });
  t.like(error, { kind: 'input' });
  const huge = file('huge', '');
  truncateSync(huge, 1e12);
  await t.throwsAsync(readBytes(huge, { maxBytes: 5_000_000 }), { message: /more than 5 MB/ });
});

test('a file that says nothing of its length is read to its end', async (t) => {
  t.regex((await readBytes('/proc/self/status', { maxBytes: 100_000 })).toString(), /^Name:/);
});

test('a device without end ends at the limit', async (t) => {
  await t.throwsAsync(readBytes('/dev/zero', { maxBytes: 3_000_000 }), { message: /more than 3 MB/ });
});

test('a folder and what is not there are told', async (t) => {
  const path = join(folder.path, 'folder');
  mkdirSync(path);
  t.like(await t.throwsAsync(readBytes(path, { maxBytes: 5 }), { message: /it is a folder/ }), { kind: 'input' });
  const missing = readBytes(join(folder.path, 'missing'), { maxBytes: 5 });
  t.like(await t.throwsAsync(missing, { message: /no such file/ }), { kind: 'not-found' });
});

test('a pipe is read while something comes, and one that says nothing is not waited for', async (t) => {
  const spoken = pipe('spoken');
  const reading = readBytes(spoken, { maxBytes: 100_000 });
  await appendFile(spoken, 'x'.repeat(70_000));
  t.is((await reading).length, 70_000);
  const error = await t.throwsAsync(readBytes(pipe('silent'), { maxBytes: 5, waitMs: 50 }), {
    message: /silent": it is a pipe, and nothing came from it for 0\.05 seconds/,
  });
  t.like(error, { kind: 'input' });
  const stop = AbortSignal.timeout(50);
  await t.throwsAsync(readBytes(pipe('stopped'), { maxBytes: 5, signal: stop }));
});
