import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const files = readdirSync(join(ROOT, 'bench'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort();
/** What runs by itself; all else is a part. */
const programs = files.filter((file) => /^await runBench\(/m.test(read(`bench/${file}`)));

test('CONTRIBUTING.md lists every bench program, and nothing else', (t) => {
  const rows = read('CONTRIBUTING.md').matchAll(
    /^\| `([\w/-]+\.ts)[^|`]*(?:\\\|[^|`]*)?` \| [^|]+ \| \[.+\]\((.+)\) \|$/gm,
  );
  const listed = [...rows].map(([, program, figures]) => ({ program, figures }));
  t.deepEqual(listed.map(({ program }) => program).sort(), programs);
  for (const { program, figures } of listed)
    t.true(read(figures!).includes(`bench/${program}`), `${figures} does not cite ${program}`);
});

test('a program tells how itself is called', (t) => {
  for (const program of programs)
    t.regex(read(`bench/${program}`), new RegExp(`= \`Usage: npx tsx bench/${program}[ \n]`), program);
});

test('what lies in bench is a program or a part of one', (t) => {
  t.deepEqual(
    files.filter((file) => !file.includes('/')),
    programs.filter((file) => !file.includes('/')),
  );
  const used = new Set(programs);
  for (const file of used)
    for (const [, path] of read(`bench/${file}`).matchAll(/from '(\.[^']+)'/g)) {
      const part = join(dirname(file), path!).replaceAll('\\', '/');
      if (!part.startsWith('..')) used.add(part);
    }
  t.deepEqual([...used].sort(), files);
});
