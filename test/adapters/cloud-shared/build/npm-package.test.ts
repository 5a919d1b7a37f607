import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { findNpmPackage } from '../../../../src/adapters/cloud-shared/build/npm-package.ts';
import { makeFolder } from '../../../helpers/clips.ts';

/** A project that locks one package, and has it or not. */
async function makeProject(locked: Readonly<Record<string, unknown>>, installed: string | null) {
  const folder = await makeFolder();
  await writeFile(
    join(folder.path, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/@a/b': locked } }),
  );
  if (installed !== null) {
    await mkdir(join(folder.path, 'node_modules/@a/b'), { recursive: true });
    await writeFile(join(folder.path, 'node_modules/@a/b/package.json'), JSON.stringify({ version: installed }));
  }
  return folder;
}

test('an installed package is taken where it lies', async (t) => {
  const folder = await makeProject({ version: '1.0.0', integrity: 'sha512-x' }, '1.0.0');
  t.is(await findNpmPackage(folder.path, '@a/b', join(folder.path, 'd')), join(folder.path, 'node_modules/@a/b'));
  await folder.remove();
});

test('a package that is not locked is refused', async (t) => {
  const folder = await makeProject({ version: '1.0.0' }, '1.0.0');
  await t.throwsAsync(findNpmPackage(folder.path, '@a/b', folder.path), { message: /locks no @a\/b/ });
  await folder.remove();
});

test.serial('what the registry gives in place of what is locked is thrown away', async (t) => {
  const folder = await makeProject({ version: '1.0.0', integrity: 'sha512-x' }, null);
  const tools = join(folder.path, 'tools');
  await mkdir(tools);
  const npm = `#!/bin/sh\necho other > b.tgz\necho '[{"filename":"b.tgz"}]'\n`;
  await writeFile(join(tools, 'npm'), npm, { mode: 0o755 });
  const path = process.env['PATH'];
  process.env['PATH'] = `${tools}${delimiter}${path}`;
  try {
    const downloads = join(folder.path, 'downloads');
    await t.throwsAsync(findNpmPackage(folder.path, '@a/b', downloads), {
      message: /^@a\/b@1\.0\.0 .* is not what package-lock\.json locks: received sha512-.*, expected sha512-x/,
    });
    t.deepEqual(await readdir(downloads), []);
  } finally {
    process.env['PATH'] = path;
    await folder.remove();
  }
});
