import { existsSync } from 'node:fs';
import test from 'ava';
import { type BenchMain, runBenchWith } from '../../../bench/harness/run.ts';
import { ReelsightError } from '../../../src/core/errors.ts';

const USAGE = 'Usage: npx tsx bench/some.ts FOLDER\n\nMeasures something.';
const OPTIONS = { runs: { type: 'number', default: 3 } } as const;

async function run(args: readonly string[], main: BenchMain<readonly ['FOLDER'], typeof OPTIONS>) {
  const said = { out: '', err: '' };
  const stdout = { write: (text: string) => (said.out += text) };
  const stderr = { write: (text: string) => (said.err += text) };
  const spec = { usage: USAGE, positionals: ['FOLDER'], options: OPTIONS } as const;
  return { status: await runBenchWith(spec, main, { args, stdout, stderr }), ...said };
}

const fail = async () => {
  throw new Error('it must not run');
};

test('gives a program its arguments; results and progress are kept apart', async (t) => {
  const result = await run(['films', '--runs', '7'], async ({ values, positionals: [folder], print, progress }) => {
    progress('one moment');
    print(`${folder} ${values.runs}`);
  });
  t.deepEqual(result, { status: 0, out: 'films 7\n', err: 'one moment\n' });
});

test('a program that misses its aim says so by its status', async (t) => {
  t.is((await run(['films'], async () => 1)).status, 1);
});

test('--help tells everything and runs nothing', async (t) => {
  t.deepEqual(await run(['--help'], fail), { status: 0, out: `${USAGE}\n`, err: '' });
});

test('wrong arguments end with status 2, the fault and the usage alone', async (t) => {
  const usage = 'Usage: npx tsx bench/some.ts FOLDER\n(--help says more)\n';
  t.deepEqual(await run([], fail), { status: 2, out: '', err: `FOLDER is missing.\n${usage}` });
  const { status, err } = await run(['films', '--nonsense'], fail);
  t.is(status, 2);
  t.regex(err, /--nonsense[\s\S]*Usage: npx tsx bench\/some\.ts FOLDER\n/);
});

test('a failure on purpose is a message, status 2 for an input and 1 for the rest', async (t) => {
  const failWith = (error: Error) =>
    run(['films'], async () => {
      throw error;
    });
  t.deepEqual(await failWith(new ReelsightError('input', 'No film.')), { status: 2, out: '', err: 'No film.\n' });
  t.deepEqual(await failWith(new ReelsightError('model', 'No model.')), { status: 1, out: '', err: 'No model.\n' });
  const missing = Object.assign(new Error('ENOENT: no such file'), { syscall: 'open' });
  t.deepEqual(await failWith(missing), { status: 1, out: '', err: 'ENOENT: no such file\n' });
  const fault = await failWith(new TypeError('x is undefined'));
  t.is(fault.status, 1);
  t.regex(fault.err, /TypeError: x is undefined\n +at /);
});

test('temp folders are gone after the program, also when it fails', async (t) => {
  const folders: string[] = [];
  for (const fails of [false, true]) {
    await run(['films'], async ({ makeTempFolder }) => {
      folders.push(await makeTempFolder(), await makeTempFolder());
      t.true(folders.slice(-2).every(existsSync));
      if (fails) throw new Error('failed');
    });
  }
  t.is(new Set(folders).size, 4);
  t.false(folders.some(existsSync));
});
