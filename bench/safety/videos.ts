import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Report } from '../../src/core/report.ts';
import { timeReelsight } from '../harness/command-line.ts';

const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|ts|mpg)$/i;

/**
 * Analyses every video under some folders with the default options; `reports` keeps the reports from run to run, `work` is
 * an empty folder.
 */
export async function* analyzeVideos(
  folders: readonly string[],
  reports: string | undefined,
  work: string,
): AsyncGenerator<{ readonly path: string; readonly report: Report }> {
  for (const folder of folders)
    for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).filter((item) =>
      item.isFile(),
    )) {
      if (!VIDEO.test(entry.name)) continue;
      const path = resolve(join(entry.parentPath, entry.name));
      const kept = reports === undefined ? null : join(reports, `${basename(path)}.report.json`);
      const known = kept === null ? null : await readFile(kept, 'utf8').catch(() => null);
      const text = known ?? (await analyze(path, join(work, 'out')));
      if (kept !== null && known === null) await writeFile(kept, text);
      yield { path, report: JSON.parse(text) as Report };
    }
}

async function analyze(path: string, out: string): Promise<string> {
  await timeReelsight('analyze', path, '--out', out, '--format', 'json');
  return readFile(join(out, 'report.json'), 'utf8');
}
