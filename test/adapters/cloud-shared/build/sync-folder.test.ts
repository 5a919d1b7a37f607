import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { type FileSource, syncFolder } from '../../../../src/adapters/cloud-shared/build/sync-folder.ts';
import { makeFolder } from '../../../helpers/clips.ts';

const files = (entries: Readonly<Record<string, FileSource>>) => new Map(Object.entries(entries));

test('a folder comes to hold the files and nothing else, and what is right is not touched', async (t) => {
  const folder = await makeFolder();
  try {
    const source = join(folder.path, 'source');
    await writeFile(source, 'one');
    const target = join(folder.path, 'layer');
    const wanted = files({ 'bin/tool': { from: source, isExecutable: true }, 'a/b.json': { from: Buffer.from('{}') } });
    t.is(await syncFolder(target, wanted), 2);
    t.is((await stat(join(target, 'bin/tool'))).mode & 0o777, 0o755);
    t.is((await stat(join(target, 'a/b.json'))).mode & 0o777, 0o644);
    const { mtimeMs } = await stat(join(target, 'bin/tool'));
    t.is(await syncFolder(target, wanted), 0);
    t.is((await stat(join(target, 'bin/tool'))).mtimeMs, mtimeMs);

    await writeFile(source, 'two');
    t.is(await syncFolder(target, files({ 'bin/tool': { from: source, isExecutable: true } })), 1);
    t.is(await readFile(join(target, 'bin/tool'), 'utf8'), 'two');
    t.deepEqual(await readdir(join(target, 'a')), []);
  } finally {
    await folder.remove();
  }
});
