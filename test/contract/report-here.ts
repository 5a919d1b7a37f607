import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, reportSchema } from '../../src/core/index.ts';
import { runReelsight } from '../helpers/command-line.ts';

/** What must be the same wherever a video is analysed. */
export type Answer = Omit<Report, 'usage'>;

export const withoutUsage = ({ usage: _, ...answer }: Report): Answer => answer;

/** What one process on this machine says of a video, its results in the folder `out`. */
export async function analyseHere(
  video: string,
  out: string,
  { args = [], env = {} }: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const { status, stderr } = await runReelsight(['analyze', video, '--workers', '1', '--out', out, ...args], { env });
  if (status !== 0) throw new Error(stderr);
  return withoutUsage(reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))));
}
