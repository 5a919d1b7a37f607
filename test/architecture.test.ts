import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import ts from 'typescript';
import { ENVIRONMENT_LINES, FOLDERS, KNOWN_NAMES, PARTS } from './helpers/architecture/parts.ts';
import {
  findCircles,
  findCrossings,
  findDangling,
  findEnvironmentReads,
  findMisplaced,
  findUnknownNames,
  findUnused,
  importersOf,
} from './helpers/architecture/rules.ts';
import { readSourceTree } from './helpers/architecture/source-tree.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const tree = readSourceTree(ROOT, FOLDERS);
const sources = [...tree.sources];

test('every source is read', (t) => {
  const read = sources.map(([file]) => file).sort();
  // What lies there, by TypeScript's search.
  const all = FOLDERS.flatMap((folder) => ts.sys.readDirectory(join(ROOT, folder))).map((path) => relative(ROOT, path));
  const data = ['css', 'json', 'md', 'py', 'yml'];
  t.deepEqual(read, all.filter((file) => !data.includes(file.split('.').pop()!)).sort());
  // What is compiled, by the settings of the compiler.
  const compiled = ['tsconfig.json', 'src/report-page/client/tsconfig.json'].flatMap((name) => {
    const { config } = ts.readConfigFile(join(ROOT, name), ts.sys.readFile);
    return ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, dirname(name))).fileNames;
  });
  t.deepEqual(
    read.filter((file) => file.endsWith('.ts')),
    compiled
      .map((path) => relative(ROOT, path))
      .filter((file) => FOLDERS.includes(file.split('/')[0]!))
      .sort(),
  );
});

test('one file opens what ffmpeg and ffprobe read', (t) => {
  const own = 'src/core/media/input.ts';
  // `graph.input` is of networks; the recipes of models read their maker's own footage.
  const opening = [
    /(?<!graph)\.\s*(input|addInput|mergeAdd|fromFormat|inputFormat|withInputFormat|seekInput)\s*\(/,
    /['"`](?:[^'"`\n]*\s)?-i(?:\s[^'"`\n]*)?['"`]/,
    /['"`][^'"`\n]*-(?:protocol|format|codec)_whitelist/,
    /['"`][^'"`\n]*\b(?:a?movie|subtitles|ass)=/,
  ];
  const opens = (text: string) =>
    opening.some((pattern) => pattern.test(text.replace(/\/\*.*?\*\/|\/\/.*$|ffmpeg -i VIDEO/gms, '')));
  const others = sources.filter(([file]) => /^(src|models\/(pictures|views))/.test(file) && file !== own);
  t.true(others.length > 300);
  t.deepEqual(
    others.flatMap(([file, text]) => (opens(text) ? [file] : [])),
    [],
  );
  t.true(opens(tree.sources.get(own)!));
  for (const way of ['x\n  .input(y)', "['-i', x]", '`-i`', "'-i x'.split(' ')", "'-codec_whitelist'", "'movie=x'"])
    t.true(opens(way), way);
  const probing = others.filter(([file, text]) => /runFfprobe\(/.test(text) && file !== 'src/core/media/ffprobe.ts');
  t.true(probing.length > 0 && probing.every(([, text]) => text.includes('probeArguments(')));
});

test('every file has its part', (t) => {
  t.deepEqual(findMisplaced(tree, PARTS), []);
});

test('no part imports what it may not, types or not', (t) => {
  t.deepEqual(findCrossings(tree, PARTS), []);
});

test('no part may import what it does not', (t) => {
  t.deepEqual(findUnused(tree, PARTS), []);
});

test('every import can be followed', (t) => {
  t.deepEqual(findUnknownNames(tree, KNOWN_NAMES), []);
  t.deepEqual(findDangling(tree, FOLDERS), []);
});

test('no file imports itself in a circle, types or not', (t) => {
  t.deepEqual(findCircles(tree), []);
});

test('neither core nor service reads the environment', (t) => {
  t.deepEqual(findEnvironmentReads(tree, ['src/core', 'src/service'], ENVIRONMENT_LINES), []);
});

test('one file starts ffmpeg, one file touches onnxruntime', (t) => {
  // What builds and deploys runs npm and the like, and what stands in for a cloud runs its functions, on the machine of
  // anyone who does; what trains the network of shots runs ffmpeg on its own.
  t.deepEqual(
    ['node:child_process', 'child_process']
      .flatMap((name) => importersOf(tree, name))
      .filter((file) => !/^src\/adapters\/[^/]+\/build\/|^tools\/|^models\/shots\//.test(file)),
    ['src/core/media/child-process.ts'],
  );
  t.deepEqual(importersOf(tree, 'fluent-ffmpeg'), ['src/core/media/ffmpeg.ts']);
  t.deepEqual(importersOf(tree, 'onnxruntime-node'), ['src/core/vision/session.ts']);
  t.deepEqual(
    sources.filter(([, text]) => /['"`]onnxruntime-(node|web|common)['"`]/.test(text)).map(([file]) => file),
    ['src/core/vision/session.ts'],
  );
});

test('one file reads whole what a user names', (t) => {
  // These read what they wrote themselves.
  const own = ['findings/detect-in-files.ts', 'training/embedding-cache.ts'].map(
    (name) => `src/adapters/local/${name}`,
  );
  t.deepEqual(
    sources
      .filter(([file]) => /^src\/(adapters\/local|package)\//.test(file) && !own.includes(file))
      .filter(([, text]) => /^import [^;]*\b(readFile|readFileSync|createReadStream)\b[^;]*from 'node:fs/m.test(text))
      .map(([file]) => file),
    // A part of a video that is uploaded.
    ['src/adapters/local/service/send-part.ts'],
  );
});

test('files stay small', (t) => {
  const lines = sources.map(([file, text]) => ({ file, count: text.split('\n').length }));
  t.deepEqual(
    lines.filter(({ count }) => count > 300).map(({ file, count }) => `${file}: ${count}`),
    [],
  );
  const sorted = lines.map(({ count }) => count).sort((a, b) => a - b);
  t.true(sorted[Math.floor(sorted.length / 2)]! <= 100, 'median');
});
