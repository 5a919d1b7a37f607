import type { Ffmpeg } from '../../src/core/index.ts';
import { type Attempt, attempt, judge, type Limits } from './attempt.ts';

/** What the process that reads is sent for each file. */
export interface Job {
  readonly ffmpeg: Ffmpeg;
  readonly path: string;
  readonly limits: Limits;
}

// It works where it keeps temporary files, too: what is left of them is found here.
process.env['TMPDIR'] = process.cwd();

/** Errors that nobody awaited. */
const stray: unknown[] = [];
process.on('unhandledRejection', (error) => stray.push(error));
process.on('uncaughtException', (error) => stray.push(error));

process.on('message', async ({ ffmpeg, path, limits }: Job) => {
  const result = await attempt(ffmpeg, path, process.cwd(), limits);
  const left = stray.splice(0).map((error) => `nobody awaited: ${judge(error).message}`);
  const answer: Attempt = left.length > 0 ? { ...result, outcome: 'failed', message: left.join('\n') } : result;
  process.send!(answer);
});
