import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { type PackageRequest, packageFunctions } from '../../../../tools/serverless-google/src/index.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');
const execute = promisify(execFile);

async function createFolder(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'package-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await symlink(join(ROOT, 'package-lock.json'), join(folder, 'package-lock.json'));
  return folder;
}

const warnings: string[] = [];

async function packageOne(
  serviceDir: string,
  settings: PackageRequest['functions'][string],
  esbuild: Readonly<Record<string, unknown>> = {},
) {
  const log = { notice() {}, warning: (text: string) => void warnings.push(text) };
  const packages = await packageFunctions({ serviceDir, functions: { f: settings }, provider: { esbuild }, log });
  return packages.get('f')!;
}

const HANDLER = "import { http } from '@google-cloud/functions-framework';\nhttp('f', () => {});\n";

test('a package that is aliased to an included folder is required from there', async (t) => {
  const folder = await createFolder(t, {
    'handler.ts':
      "import { http } from '@google-cloud/functions-framework';\nimport * as ort from 'onnxruntime-node';\nhttp('f', (_, response) => response.send(ort.version));\n",
    'build/ort/dist/index.js': "exports.version = 'included';",
  });
  const made = await packageOne(
    folder,
    { handler: 'handler.ts', include: [{ from: 'build/ort', to: 'vendor/onnxruntime-node' }] },
    { alias: { 'onnxruntime-node': './vendor/onnxruntime-node/dist/index.js' }, external: ['./vendor/*'] },
  );
  const code = await readFile(join(made.folder, 'index.cjs'), 'utf8');
  t.regex(code, /require\("\.\/vendor\/onnxruntime-node\/dist\/index\.js"\)/);
  t.regex(code, /require\("@google-cloud\/functions-framework"\)/);
  t.is((await stat(made.zipPath)).size, made.sizeBytes);
});

test('the lockfile holds the framework with all below it, in agreement with package.json', async (t) => {
  const folder = await createFolder(t, { 'handler.ts': HANDLER });
  const made = await packageOne(folder, { handler: 'handler.ts' });
  const lock = JSON.parse(await readFile(join(made.folder, 'package-lock.json'), 'utf8'));
  const manifest = JSON.parse(await readFile(join(made.folder, 'package.json'), 'utf8'));
  t.deepEqual(Object.keys(manifest.dependencies), ['@google-cloud/functions-framework']);
  t.deepEqual(lock.packages[''].dependencies, manifest.dependencies);
  t.true(Object.keys(lock.packages).length > 50);
  t.false(JSON.stringify(lock).includes('"resolved"'));
  t.true(Object.entries(lock.packages).every(([path, locked]) => path === '' || 'integrity' in (locked as object)));
  // Complains of whatever is missing or of another version, and asks nobody.
  const options = { cwd: made.folder, env: { PATH: process.env['PATH'], npm_config_cache: join(folder, 'cache') } };
  const { stdout } = await execute('npm', ['ls', '--package-lock-only', '--all', '--offline', '--json'], options);
  t.is(JSON.parse(stdout).problems, undefined);
});

test('includes keep their place and their executable bit, and go when they are gone', async (t) => {
  const folder = await createFolder(t, {
    'handler.ts': HANDLER,
    'tools/run': '#!/bin/sh\n',
    'tools/sub/data': 'd',
    one: '1',
  });
  await chmod(join(folder, 'tools/run'), 0o755);
  const both = [
    { from: 'tools', to: 'bin' },
    { from: 'one', to: 'data/' },
  ];
  const first = await packageOne(folder, { handler: 'handler.ts', include: both });
  t.is((await stat(join(first.folder, 'bin/run'))).mode & 0o777, 0o755);
  t.is((await stat(join(first.folder, 'bin/sub/data'))).mode & 0o777, 0o644);
  t.is(await readFile(join(first.folder, 'data/one'), 'utf8'), '1');
  const second = await packageOne(folder, { handler: 'handler.ts', include: [{ from: 'one' }] });
  t.not(second.sha256, first.sha256);
  await t.throwsAsync(stat(join(second.folder, 'bin/run')), { code: 'ENOENT' });
});

test('says what is wrong with an include', async (t) => {
  const folder = await createFolder(t, { 'handler.ts': HANDLER, one: '1' });
  const refusal = async (from: string, to?: string) =>
    (
      await t.throwsAsync(packageOne(folder, { handler: 'handler.ts', include: [{ from, to }] }), {
        name: 'DeployError',
      })
    ).message;
  t.regex(
    await refusal('.build/gcp/ffmpeg'),
    /functions\.f\.include: \.build\/gcp\/ffmpeg does not exist.*Build it first/,
  );
  t.regex(await refusal('one', '../one'), /outside the source/);
  t.regex(await refusal('one', 'node_modules/one'), /another place/);
  t.regex(await refusal('one', 'package.json'), /another place/);
});

test('says where the code is wrong', async (t) => {
  const folder = await createFolder(t, { 'handler.ts': "import './missing.ts';\n" });
  const { message } = await t.throwsAsync(packageOne(folder, { handler: 'handler.ts' }), { name: 'DeployError' });
  t.regex(
    message,
    /functions\.f: handler\.ts cannot be bundled:.*Could not resolve "\.\/missing\.ts".*handler\.ts:1:7/s,
  );
});

test('does not warn of what esbuild leaves out by itself: it is asked for in a try', async (t) => {
  const folder = await createFolder(t, {
    'handler.ts': `${HANDLER}try {\n  require('encoding-that-nobody-has');\n} catch {}\n`,
  });
  await packageOne(folder, { handler: 'handler.ts' });
  t.false(warnings.some((text) => text.includes('encoding-that-nobody-has')));
});

test('warns of a package that nobody installs', async (t) => {
  const folder = await createFolder(t, {
    'handler.ts': `${HANDLER}import 'sharp';\nimport '@img/colour/rgb';\nimport 'node:fs';\nimport 'zlib';\n`,
  });
  await packageOne(folder, { handler: 'handler.ts' }, { external: ['sharp', '@img/*'] });
  t.true(
    warnings.some((text) =>
      text.includes('functions.f requires @img/colour/rgb, sharp, which is neither bundled nor installed'),
    ),
  );
});

test('errors keep their names when the code is minified', async (t) => {
  const folder = await createFolder(t, {
    'handler.ts': 'class FirstError extends Error {}\nexport const name = new FirstError().constructor.name;\n',
  });
  const { folder: made } = await packageOne(folder, { handler: 'handler.ts' });
  const { stdout } = await execute(process.execPath, [
    '-p',
    `require(${JSON.stringify(join(made, 'index.cjs'))}).name`,
  ]);
  t.is(stdout.trim(), 'FirstError');
});
