import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { makeFolder } from '../helpers/clips.ts';

const execute = promisify(execFile);
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const MAX_PACKAGES = 130;
const MAX_NAMES = 40;
/** What a user of the command has no use for. */
const FOREIGN = /^(@tensorflow|@google-cloud|@hono|hono$|serverless|ava$|nsfwjs$|@aws-sdk\/client-(s3|sfn|lambda)$)/;
/** npm sets these for its scripts; those who install the package have none of them. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_|^ONNXRUNTIME_|^NODE_OPTIONS$/i.test(name)),
);

test('the packed package, installed into an empty folder, is a command and a library', async (t) => {
  const folder = await makeFolder();
  t.teardown(folder.remove);
  const cwd = folder.path;
  const env = { ...environment, REELSIGHT_CACHE: join(cwd, 'cache'), REELSIGHT_LIBRARY: join(cwd, 'none') };
  /** A tool of the registry: they are asked once here, and no part of a clone. */
  const ask = (tool: string, ...args: string[]) => execute('npx', ['--yes', tool, ...args], { cwd, env });
  await execute('npm', ['pack', '--pack-destination', cwd], { cwd: ROOT, env: environment });
  const tarball = join(cwd, 'reelsight-0.1.0.tgz');
  await ask('publint@0.3.25', 'run', tarball, '--strict');
  await ask('@arethetypeswrong/cli@0.18.5', tarball, '--profile', 'esm-only');

  await execute('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd, env });
  const { stdout: listed } = await execute('npm', ['ls', '--all', '--parseable'], { cwd, env });
  const packages = listed
    .trim()
    .split('\n')
    .slice(1)
    .map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  t.true(packages.length <= MAX_PACKAGES, `${packages.length} packages`);
  t.deepEqual(
    packages.filter((name) => FOREIGN.test(name)),
    [],
  );

  await compileConsumer(cwd);

  const { stderr } = await execute('npx', ['reelsight', 'analyze', '--demo', '--format', 'json,html'], { cwd, env });
  t.notRegex(stderr, /npm warn/);
  await access(join(cwd, 'demo.reelsight/report.html'));
  const names = await runExamples(cwd, env);
  t.true(names.length <= MAX_NAMES, names.join(' '));
});

const CONSUMER = `import { type AnalyzeOptions, analyzeVideo, type Report } from 'reelsight';
import { assemble, planAnalysis } from 'reelsight/engine';
import { formatReport } from 'reelsight/formats';
import { parseReport } from 'reelsight/report';

export const options: AnalyzeOptions = { preset: 'balanced', onProgress: ({ done }) => done.toFixed() };
export const report: Report = await analyzeVideo('film.mp4', options);
export const text: string = formatReport(parseReport(report), 'edl').content;
export const steps = [planAnalysis, assemble];
`;

/** Compiles a program against the package's types, and these themselves, as strictly as TypeScript can. */
async function compileConsumer(cwd: string): Promise<void> {
  await writeFile(join(cwd, 'consumer.mts'), CONSUMER);
  const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2023'];
  await execute('node', [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, 'consumer.mts'], { cwd });
}

/** Runs each example of the documentation in the folder, on a clip; returns what the entries export to JavaScript. */
async function runExamples(cwd: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  await execute(
    'node',
    [
      '-e',
      `import('./node_modules/reelsight/dist/src/adapters/local/demo/clip.js').then(async ({ writeDemoClip }) => {
        const { findFfmpeg, parseConfig } = await import('reelsight/engine');
        const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
        const { rename } = await import('node:fs/promises');
        await rename(await writeDemoClip(ffmpeg, '.', new AbortController().signal), 'film.mp4');
      })`,
    ],
    { cwd, env },
  );
  await execute('npx', ['reelsight', 'analyze', 'film.mp4'], { cwd, env });
  const text = await readFile(join(ROOT, 'docs/library.md'), 'utf8');
  const examples = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!);
  for (const name of ['analyze-video', 'report', 'formats']) {
    const source = await readFile(join(ROOT, `src/package/${name}.ts`), 'utf8');
    const found = [...source.matchAll(/ \* @example\n(.*?)\n \*\//gs)].map(([, lines]) => lines!);
    if (found.length === 0) throw new Error(`${name}.ts has no example.`);
    examples.push(...found.map((lines) => lines.replaceAll(/^ \* ?/gm, '')));
  }
  for (const [i, code] of examples.entries()) {
    await writeFile(join(cwd, `example-${i}.mjs`), code);
    await execute('node', [`example-${i}.mjs`], { cwd, env });
  }
  const { stdout } = await execute(
    'node',
    [
      '--input-type=module',
      '-e',
      `const entries = ['', '/report', '/formats', '/engine'];
       const all = await Promise.all(entries.map((name) => import('reelsight' + name)));
       console.log(JSON.stringify([...new Set(all.flatMap(Object.keys))]));`,
    ],
    { cwd, env },
  );
  return JSON.parse(stdout) as string[];
}
