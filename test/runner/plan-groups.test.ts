import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { planGroups } from './plan-groups.ts';
import { TIERS } from './tiers.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
const tier = { folders: [], models: [], concurrency: 2 };

test('every test file runs in one tier, in one process', (t) => {
  const planned = Object.values(TIERS).flatMap((one) => planGroups(files, one).flatMap((group) => group.files));
  t.deepEqual(planned.toSorted(), files.toSorted());
});

test('a tier names what is there', (t) => {
  const paths = Object.values(TIERS).flatMap(({ folders, groups }) => [
    ...folders,
    ...groups.flatMap((group) => group.paths),
  ]);
  for (const path of paths)
    t.true(
      files.some((file) => file === path || file.startsWith(`${path}/`)),
      path,
    );
});

test('the group that names a file most closely has it, wherever it stands; others are alone, after them', (t) => {
  const groups = [
    { name: 'wide', paths: ['core'] },
    { name: 'close', paths: ['core/media/probe.test.ts', 'core/shots'] },
    { name: 'empty', paths: ['models'] },
  ];
  t.deepEqual(
    planGroups(
      [
        'core/a.test.ts',
        'core/media/probe.test.ts',
        'core/shots/b.test.ts',
        'core/media/c.test.ts',
        'corelike/d.test.ts',
      ],
      { ...tier, groups },
    ),
    [
      { name: 'wide', files: ['core/a.test.ts', 'core/media/c.test.ts'], inTurn: true },
      { name: 'close', files: ['core/media/probe.test.ts', 'core/shots/b.test.ts'], inTurn: true },
      { name: 'corelike-d', files: ['corelike/d.test.ts'], inTurn: false },
    ],
  );
});
