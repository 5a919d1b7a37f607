import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { programPath } from '../helpers/command-line.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

const run = promisify(execFile);

async function score(...files: unknown[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-score-'));
  try {
    const paths = files.map((_, i) => join(folder, `${i}.json`));
    for (const [i, file] of files.entries())
      await writeFile(paths[i], typeof file === 'string' ? file : JSON.stringify(file));
    const { stdout } = await run(process.execPath, [programPath('score-scenes'), ...paths]);
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The cells of the table's row that begins with a name. */
const rowOf = (table: string, name: string): string[] =>
  (table.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '').split('|').map((cell) => cell.trim());

test('scores a report against scenes in frames, and boundaries in seconds, alike', async (t) => {
  const report = createSampleReport();
  const { frameCount, frameRate } = report.video;
  const starts = report.scenes.map(({ startFrame }) => startFrame);
  const scenes = report.scenes.map(({ startFrame, endFrame }) => ({ startFrame, endFrame }));
  const boundarySeconds = starts.slice(1).map((start) => (start * frameRate.denominator) / frameRate.numerator);
  const table = await score({ scenes }, report, { boundarySeconds }, report, { boundaryFrames: [] }, report);
  const count = `${scenes.length} (${scenes.length})`;
  t.deepEqual(rowOf(table, '0').slice(2, -1), [count, '1.000', '0.000', '1.000', '0.000', '1.000', '1.000', '1.000']);
  t.deepEqual(rowOf(table, '2').slice(2), rowOf(table, '0').slice(2));
  const largest = Math.max(...report.scenes.map(({ startFrame, endFrame }) => endFrame - startFrame)) / frameCount;
  t.is(rowOf(table, '4')[3], largest.toFixed(3));
  t.is(rowOf(table, 'mean').length, rowOf(table, '0').length);
});

test('scores any scenes against any others', async (t) => {
  const table = await score(
    { frameRate: 25, scenes: [4, 10, 12].map((endSeconds, i) => ({ startSeconds: [0, 4, 10][i], endSeconds })) },
    { frameCount: 300, boundaryFrames: [125, 225] },
  );
  t.deepEqual(rowOf(table, '0').slice(2, 7), ['3 (3)', '0.833', '0.583', '0.556', '0.167']);
});

test('says what is wrong with a file', async (t) => {
  const error = await t.throwsAsync<Error & { code: number; stderr: string }>(score('{', '{}'));
  t.is(error.code, 2);
  t.regex(error.stderr, /0\.json is not JSON/);
});
