import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { OWN_ADDRESS } from './helpers/architecture/parts.ts';
import { readCode } from './helpers/architecture/read-code.ts';
import {
  findCircles,
  findCrossings,
  findDangling,
  findEnvironmentReads,
  findMisplaced,
  findUnknownNames,
  findUnused,
  importersOf,
  type Part,
} from './helpers/architecture/rules.ts';
import { readSourceTree, treeOf } from './helpers/architecture/source-tree.ts';
import { makeFolder } from './helpers/clips.ts';

const part = (name: string, path: string, rest: Partial<Part> = {}): Part => ({
  ...{ name, paths: [path], uses: [], packages: [], node: false },
  ...rest,
});

const tree = (sources: Readonly<Record<string, string>>, others: readonly string[] = []) =>
  treeOf(new Map(Object.entries(sources)), new Set(others));

/** Ways to import `./low/b.ts` from a file beside `low`. */
const WAYS: Readonly<Record<string, string>> = {
  import: `import { b } from './low/b.ts';`,
  'import for its effect': `import './low/b.ts';`,
  'import of a type': `import type { B } from './low/b.ts';`,
  'import of types among values': `import { type B } from './low/b.ts';`,
  're-export': `export { b } from './low/b.ts';`,
  're-export of all': `export * from './low/b.ts';`,
  're-export of a type': `export type { B } from './low/b.ts';`,
  'type expression': `let b: import('./low/b.ts').B;`,
  'type of a module': `type M = typeof import('./low/b.ts');`,
  'late import': `export const f = async () => (await import('./low/b.ts')).b;`,
  'late import of a plain template': 'import(`./low/b.ts`).then(() => {});',
  'import equals': `import b = require('./low/b.ts');`,
  require: `const { b } = require('./low/b.ts');`,
  'require.resolve': `const path = require.resolve('./low/b.ts');`,
  'made require': `import { createRequire } from 'm'; createRequire(${OWN_ADDRESS})('./low/b.ts');`,
  'resolve of a made require': `import { createRequire } from 'm'; createRequire(${OWN_ADDRESS}).resolve('./low/b.ts');`,
  'made require with a name': `import { createRequire } from 'm'; const load = createRequire(${OWN_ADDRESS}); load('./low/b.ts');`,
  'resolve of a made require with a name': `import { createRequire } from 'm'; const load = createRequire(${OWN_ADDRESS}); load.resolve('./low/b.ts');`,
  'require made by another name': `import { createRequire as make } from 'm'; make(${OWN_ADDRESS})('./low/b.ts');`,
  'require made by a module': `import * as module from 'm'; module.createRequire(${OWN_ADDRESS})('./low/b.ts');`,
  'import.meta.resolve': `const url = import.meta.resolve('./low/b.ts');`,
  'address of a neighbour': `new Worker(new URL('./low/b.ts', ${OWN_ADDRESS}));`,
  'address of a neighbour without a dot': `new Worker(new URL('low/b.ts', ${OWN_ADDRESS}));`,
  "tsx's import": `import('m').then(({ tsImport }) => tsImport('./low/b.ts', __filename));`,
  'built-in module': `process.getBuiltinModule('./low/b.ts');`,
  reference: `/// <reference path="./low/b.ts" />`,
};

for (const [way, code] of Object.entries(WAYS))
  for (const extension of way === 'require' ? ['ts', 'cjs'] : ['ts'])
    test(`seen in .${extension}: ${way}`, (t) => {
      const made = tree({ [`src/a.${extension}`]: `// Before.\n${code}\n`, 'src/low/b.ts': '' });
      const parts = [part('low', 'src/low'), part('top', 'src', { packages: ['m'] })];
      t.deepEqual(findCrossings(made, parts), [`src/a.${extension} -> src/low/b.ts`]);
      t.deepEqual(findCrossings(made, [parts[0]!, part('top', 'src', { uses: ['low'], packages: ['m'] })]), []);
      t.deepEqual(findUnknownNames(made, []), []);
    });

test('comments and texts are not imports', (t) => {
  const code = `// import './b.ts';\n/* require('./b.ts') */\nconst text = "import('./b.ts')";\nconst other = \`require('./b.ts')\`;`;
  t.deepEqual(readCode('src/a.ts', code).requests, []);
});

test('an import of what is not a literal is reported, unless it is known', (t) => {
  const codes = [
    'import(name)',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code of a template.
    'import(`./${name}.ts`)',
    'require(name)',
    'createRequire(here)(name)',
    'createRequire(here).resolve(name)',
    'import.meta.resolve(name)',
    `new URL(name, ${OWN_ADDRESS})`,
    'tsImport(name, here)',
  ];
  for (const code of codes) {
    const made = tree({ 'src/a.ts': `export const f = (name) => ${code};` });
    t.deepEqual(findUnknownNames(made, []), [`src/a.ts: ${code}`]);
    t.deepEqual(findUnknownNames(made, [{ from: 'src/a.ts', code, reason: 'for this test' }]), []);
  }
});

test('a require that is handed on is reported', (t) => {
  for (const code of [
    'hand(createRequire)',
    'hand(createRequire(here))',
    'createRequire(here).cache',
    'x = createRequire',
  ])
    t.is(findUnknownNames(tree({ 'src/a.ts': `${code};` }), []).length, 1, code);
});

test('a reason that nothing needs is reported', (t) => {
  const known = [{ from: 'src/a.ts', code: 'import(name)', reason: 'for this test' }];
  t.deepEqual(findUnknownNames(tree({ 'src/a.ts': '' }), known), ['no longer needed: src/a.ts: import(name)']);
});

test('a file that is not there is reported', (t) => {
  const made = tree({ 'src/a.ts': `import './b.ts'; import x from './c.json'; import 'src';` }, ['src/c.json']);
  t.deepEqual(findDangling(made, ['src']), ['src/a.ts -> src/b.ts', 'src/a.ts -> src']);
});

test('packages and modules of Node are reported where they are not allowed', (t) => {
  const made = tree({
    'src/a.ts': `import type { Z } from 'zod'; import 'node:fs'; import 'fs'; import '../test/x.ts';`,
  });
  t.deepEqual(findCrossings(made, [part('all', 'src')]), [
    ...['src/a.ts -> zod', 'src/a.ts -> node:fs', 'src/a.ts -> fs', 'src/a.ts -> test/x.ts'],
  ]);
  t.deepEqual(findCrossings(made, [part('all', 'src', { packages: ['zod', 'fs', 'test/x.ts'], node: true })]), []);
});

test('a part may be a file or a folder of another', (t) => {
  const made = tree({ 'src/a/index.ts': `import './b.ts';`, 'src/a/b.ts': '', 'src/c.ts': `import './a/b.ts';` });
  const parts = [
    part('a', 'src/a'),
    part('index', 'src/a/index.ts', { uses: ['a'] }),
    part('c', 'src/c.ts', { uses: ['index'] }),
  ];
  t.deepEqual(findCrossings(made, parts), ['src/c.ts -> src/a/b.ts']);
});

test('files without a part, parts without files and parts in the wrong order are reported', (t) => {
  const made = tree({ 'src/new/a.ts': '', 'src/old/b.ts': '' }, ['src/new/c.json']);
  t.deepEqual(findMisplaced(made, [part('old', 'src/old', { uses: ['later'] }), part('later', 'src/gone')]), [
    'src/new/a.ts belongs to no part',
    'src/new/c.json belongs to no part',
    'old stands before later',
    'later: no src/gone',
  ]);
});

test('permissions that nothing needs are reported', (t) => {
  const made = tree({ 'src/a.ts': '', 'src/b.ts': '' });
  const parts = [part('a', 'src/a.ts'), part('b', 'src/b.ts', { uses: ['a'], packages: ['zod'] })];
  t.deepEqual(findUnused(made, parts), ['b -> a', 'b -> zod']);
});

test('circles are reported, of types as well', (t) => {
  const made = tree({
    'src/a.ts': `import './b.ts';`,
    'src/b.ts': `import type { C } from './c.ts';`,
    'src/c.ts': `export const f = () => import('./a.ts');`,
    'src/d.ts': `import './a.ts';`,
    'src/self.ts': `import type { S } from './self.ts';`,
  });
  t.deepEqual(findCircles(made), ['src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts', 'src/self.ts -> src/self.ts']);
});

test('uses of the environment are reported', (t) => {
  const lines = [
    'f(process.env.NAME);',
    "f(process['env']);",
    'f(process?.env);',
    'const { env } = process;',
    'f(globalThis.process.env);',
    'const p = process;',
  ];
  for (const line of lines) {
    const made = tree({ 'src/a.ts': `\n  ${line}\n`, 'other/b.ts': line });
    t.deepEqual(findEnvironmentReads(made, ['src']), [`src/a.ts: ${line}`]);
    t.deepEqual(findEnvironmentReads(made, ['src'], [`src/a.ts: ${line}`]), []);
  }
  t.deepEqual(findEnvironmentReads(tree({ 'src/a.ts': `import { env } from 'node:process';` }), ['src']), [
    'src/a.ts -> node:process',
  ]);
  t.deepEqual(
    findEnvironmentReads(tree({ 'src/a.ts': 'f(process.platform, child.process, { process: 1 });' }), ['src']),
    [],
  );
});

test('who imports a package is told, of types as well', (t) => {
  const made = tree({ 'src/b.ts': `import type { X } from 'p'; import { y } from 'p';`, 'src/a.ts': `require('p');` });
  t.deepEqual(importersOf(made, 'p'), ['src/a.ts', 'src/b.ts']);
});

test('a tree is read from the disk, however deep, whatever the extension', async (t) => {
  const folder = await makeFolder();
  t.teardown(folder.remove);
  const files = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'tsx', 'jsx'].map((extension) => `src/a/b/c.${extension}`);
  for (const file of [...files, 'src/a/d.json']) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    writeFileSync(join(folder.path, file), "import '../e.ts';");
  }
  const made = readSourceTree(folder.path, ['src']);
  t.deepEqual([...made.sources.keys()].sort(), files.toSorted());
  t.deepEqual([...made.others], ['src/a/d.json']);
  t.true(made.imports.length === files.length && made.imports.every(({ to }) => to === 'src/a/e.ts'));
});
