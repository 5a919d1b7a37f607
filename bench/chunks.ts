import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../src/core/index.ts';
import { readReport, timeReelsight } from './harness/command-line.ts';
import { runBench } from './harness/run.ts';

const USAGE = `Usage: npx tsx bench/chunks.ts FOLDER [--chunk 0.7]

Analyses every video of a folder twice, as one chunk by one worker and in chunks of so many seconds by two, and compares
the reports byte by byte but for "usage". The exit status is 1 if any differ.`;

await runBench(
  { usage: USAGE, positionals: ['FOLDER'], options: { chunk: { type: 'number', default: 0.7 } } },
  async ({ values, positionals: [source], print, makeTempFolder }) => {
    const out = join(await makeTempFolder(), 'out');
    const analyze = async (name: string, ...args: string[]): Promise<{ text: string; usage: Report['usage'] }> => {
      await timeReelsight('analyze', join(source, name), '--out', out, '--format', 'json', ...args);
      const { usage, ...report } = await readReport(out);
      return { text: JSON.stringify(report), usage };
    };
    let different = 0;
    for (const name of (await readdir(source)).toSorted()) {
      if (/\.(json|txt|md)$/.test(name)) continue;
      try {
        const one = await analyze(name, '--workers', '1');
        const many = await analyze(name, '--workers', '2', '--chunk', String(values.chunk));
        const isSame = one.text === many.text;
        if (!isSame) different++;
        const notes = many.usage.notes.map(({ code }) => code).join(', ');
        print(
          `${isSame ? 'same     ' : 'DIFFERENT'} ${name} (${many.usage.chunks} chunks${notes ? `; ${notes}` : ''})`,
        );
      } catch (error) {
        different++;
        print(`FAILED    ${name}: ${(error as Error).message.slice(0, 200)}`);
      }
    }
    print(`${different} of the reports differ or failed`);
    return different === 0 ? 0 : 1;
  },
);
