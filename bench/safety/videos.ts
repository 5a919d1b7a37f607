import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/core/index.ts';
import { timeCommand } from '../frame/measure.ts';

const TSX = fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url));
const CLI = fileURLToPath(new URL('../../src/adapters/local/cli.ts', import.meta.url));
const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|ts|mpg)$/i;

/** Analyses every video under some folders with the default options; `reports` keeps the reports from run to run. */
export async function* analyseVideos(
  folders: readonly string[],
  reports: string | undefined,
): AsyncGenerator<{ readonly path: string; readonly report: Report }> {
  const work = await mkdtemp(join(tmpdir(), 'reelsight-bench-'));
  for (const folder of folders)
    for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).filter((item) =>
      item.isFile(),
    )) {
      if (!VIDEO.test(entry.name)) continue;
      const path = resolve(join(entry.parentPath, entry.name));
      const kept = reports === undefined ? null : join(reports, `${basename(path)}.report.json`);
      const known = kept === null ? null : await readFile(kept, 'utf8').catch(() => null);
      const text = known ?? (await analyse(path, join(work, 'out')));
      if (kept !== null && known === null) await writeFile(kept, text);
      yield { path, report: JSON.parse(text) as Report };
    }
  await rm(work, { recursive: true, force: true });
}

async function analyse(path: string, out: string): Promise<string> {
  await timeCommand(TSX, [CLI, 'analyze', path, '--out', out, '--format', 'json']);
  return readFile(join(out, 'report.json'), 'utf8');
}
