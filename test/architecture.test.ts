import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import ts from 'typescript';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

interface Import {
  readonly from: string;
  /** Path below the repository for our own files, else the package or Node module. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const sources = ['src', 'models'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier as ts.StringLiteral | undefined;
    if (!specifier) return [];
    const to = specifier.text.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(file), specifier.text))
      : specifier.text;
    const bindings = isImport ? statement.importClause?.namedBindings : statement.exportClause;
    const hasDefault = isImport && statement.importClause?.name !== undefined;
    const allTypes =
      !hasDefault &&
      bindings !== undefined &&
      (ts.isNamedImports(bindings) || ts.isNamedExports(bindings)) &&
      bindings.elements.length > 0 &&
      bindings.elements.every(({ isTypeOnly }) => isTypeOnly);
    const typeOnly = isImport ? (statement.importClause?.isTypeOnly ?? false) : statement.isTypeOnly;
    return [{ from: file, to, typeOnly: typeOnly || allTypes }];
  });
}

const imports = sources.flatMap(importsOf);
const show = (list: readonly Import[]) => list.map(({ from, to }) => `${from} -> ${to}`);

test('there is something to check', (t) => {
  t.true(sources.length > 60);
  t.true(imports.length > 200);
});

test('the core imports no adapter, no builder and no cloud', (t) => {
  const allowedPackages = [
    '@msgpack/msgpack',
    'csv-stringify/sync',
    'escape-goat',
    'fast-xml-parser',
    'fluent-ffmpeg',
    'onnxruntime-node',
    'zod',
  ];
  const wrong = imports.filter(
    ({ from, to }) =>
      from.startsWith('src/core/') &&
      !to.startsWith('src/core/') &&
      !to.startsWith('node:') &&
      !allowedPackages.includes(to),
  );
  t.deepEqual(show(wrong), []);
});

test('neither core nor service reads the environment', (t) => {
  t.deepEqual(
    // Switching onnxruntime's telemetry off writes, and reads nothing.
    sources.filter(
      (file) =>
        /^src\/(core|service)\//.test(file) && /process\.env(?!\.ORT_DISABLE_TELEMETRY = '1')/.test(textOf(file)),
    ),
    [],
  );
});

test('the service imports the core by its index alone, and no adapter or cloud', (t) => {
  const allowedPackages = ['@hono/zod-openapi', 'hono', 'hono/http-exception', 'zod'];
  const wrong = imports.filter(
    ({ from, to }) =>
      from.startsWith('src/service/') &&
      !to.startsWith('src/service/') &&
      !to.startsWith('node:') &&
      to !== 'src/core/index.ts' &&
      to !== 'package.json' &&
      !allowedPackages.includes(to),
  );
  t.deepEqual(show(wrong), []);
});

test('an adapter imports the core and the service by their indexes alone, and no adapter but what clouds share', (t) => {
  const indexes = ['src/core/index.ts', 'src/service/index.ts'];
  const wrong = imports.filter(({ from, to }) => {
    const adapter = /^src\/adapters\/[^/]+\//.exec(from)?.[0];
    if (!adapter) return false;
    const isShared = adapter !== 'src/adapters/local/' && to.startsWith('src/adapters/cloud/');
    const isOther = to.startsWith('src/adapters/') && !to.startsWith(adapter) && !isShared;
    return isOther || (/^src\/(core|service)\//.test(to) && !indexes.includes(to));
  });
  t.deepEqual(show(wrong), []);
});

test('what clouds share knows no cloud', (t) => {
  const wrong = imports.filter(
    ({ from, to }) => from.startsWith('src/adapters/cloud/') && /^@(aws|google|smithy)/.test(to),
  );
  t.deepEqual(show(wrong), []);
});

test('one file starts ffmpeg, one file touches onnxruntime', (t) => {
  const importersOf = (name: string) => [
    ...new Set(
      imports
        .filter(({ from, to, typeOnly }) => from.startsWith('src/') && to === name && !typeOnly)
        .map(({ from }) => from),
    ),
  ];
  // What builds and deploys runs npm and the like, and what stands in for a cloud runs its functions, on the machine of whoever does.
  t.deepEqual(
    importersOf('node:child_process').filter((file) => !/^src\/adapters\/[^/]+\/(build|deploy|offline)\//.test(file)),
    ['src/core/media/ffmpeg.ts'],
  );
  t.deepEqual(importersOf('fluent-ffmpeg'), ['src/core/media/ffmpeg.ts']);
  t.deepEqual(
    sources.filter((file) => textOf(file).includes("'onnxruntime-node'")),
    ['src/core/vision/session.ts'],
  );
});

test('no file imports itself in a circle', (t) => {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports)
    if (!typeOnly && to.endsWith('.ts')) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) t.fail(`circle: ${[...path.slice(at), file].join(' -> ')}`);
    if (at >= 0 || done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  t.pass();
});

test('files stay small', (t) => {
  const lines = sources.map((file) => ({ file, count: textOf(file).split('\n').length }));
  t.deepEqual(
    lines.filter(({ count }) => count > 300).map(({ file, count }) => `${file}: ${count}`),
    [],
  );
  const sorted = lines.map(({ count }) => count).sort((a, b) => a - b);
  t.true(sorted[Math.floor(sorted.length / 2)]! <= 100, 'median');
});
