/**
 * Analyses every video of a folder twice, in one piece by one worker and in pieces by two, and compares the reports
 * byte by byte but for `usage`.
 *
 *   npx tsx bench/chunks.ts FOLDER [--chunk SECONDS]
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Report } from '../src/core/index.ts';
import { timeCommand } from './frame/measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { chunk: { type: 'string', default: '0.7' } },
});
const source = positionals[0];
if (!source) throw new Error('usage: npx tsx bench/chunks.ts FOLDER [--chunk SECONDS]');
const TSX = fileURLToPath(new URL('../node_modules/.bin/tsx', import.meta.url));
const CLI = fileURLToPath(new URL('../src/adapters/local/cli.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'reelsight-bench-'));

const analyse = async (name: string, ...args: string[]): Promise<{ text: string; usage: Report['usage'] }> => {
  const out = join(folder, 'out');
  await timeCommand(TSX, [CLI, 'analyze', join(source, name), '--out', out, '--format', 'json', ...args]);
  const { usage, ...report } = JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as Report;
  return { text: JSON.stringify(report), usage };
};

let different = 0;
for (const name of (await readdir(source)).toSorted()) {
  if (/\.(json|txt|md)$/.test(name)) continue;
  try {
    const one = await analyse(name, '--workers', '1');
    const many = await analyse(name, '--workers', '2', '--chunk', values.chunk);
    const isSame = one.text === many.text;
    if (!isSame) different++;
    const notes = many.usage.notes.map(({ code }) => code).join(', ');
    process.stdout.write(
      `${isSame ? 'same     ' : 'DIFFERENT'} ${name} (${many.usage.chunks} chunks${notes ? `; ${notes}` : ''})\n`,
    );
  } catch (error) {
    different++;
    process.stdout.write(`FAILED    ${name}: ${(error as Error).message.slice(0, 200)}\n`);
  }
}
await rm(folder, { recursive: true, force: true });
process.stdout.write(`${different} of the reports differ or failed\n`);
process.exitCode = different === 0 ? 0 : 1;
