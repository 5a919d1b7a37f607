import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReelsightError } from '../../src/core/errors.ts';
import type { Report } from '../../src/core/report.ts';
import { type Cost, timeCommand } from './measure.ts';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSX = join(ROOT, 'node_modules/.bin/tsx');
const CLI = join(ROOT, 'src/adapters/local/cli.ts');

/** Arguments of Node for `reelsight ARGS`. */
export const reelsightArgs = (...args: readonly string[]): string[] => [
  '--import',
  import.meta.resolve('tsx'),
  CLI,
  ...args,
];

/** Runs `reelsight ARGS` and throws its output away. Errors: Error when it fails. */
export const timeReelsight = (...args: readonly string[]): Promise<Cost> => timeCommand(TSX, [CLI, ...args]);

/** Analyses a video as a user would, who sees what it says. Errors: kind `decode` when it fails. */
export function analyzeVideo(video: string, out: string, ...options: readonly string[]): void {
  const args = reelsightArgs('analyze', video, '--out', out, ...options);
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new ReelsightError('decode', `${video} could not be analysed.`);
}

/** The report in an analysis's folder. */
export const readReport = async (folder: string): Promise<Report> =>
  JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report;
