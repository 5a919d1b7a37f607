/**
 * A video through a cloud's local stack, by one worker on one processor and by two workers on two: what a second worker
 * brings. A worker has one processor, on Lambda at 1,769 MB and on Google Cloud at 2 GiB; here `taskset` gives the whole
 * stack as many as it has workers.
 *
 *   npx tsx bench/local-stack.ts aws|gcp [VIDEO]
 *
 * Without VIDEO ten minutes of 1080p25 H.264 are made in the system's temp folder.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFfmpeg, parseConfig, type Report } from '../src/core/index.ts';
import type { AnalysisStatus } from '../src/service/index.ts';
import { makeTenMinutes } from './frame/clip.ts';

const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
const cloud = process.argv[2] ?? '';
if (!['aws', 'gcp'].includes(cloud)) throw new Error('Which cloud? npx tsx bench/local-stack.ts aws|gcp [VIDEO]');
const video = process.argv[3] ?? (await makeTenMinutes(ffmpeg));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PORT = 3900;
const OPTIONS: Readonly<Record<string, readonly string[]>> = { aws: ['--lambdaPort', '3902', '--noSponsor'], gcp: [] };
const endpoint = `http://127.0.0.1:${PORT}`;

/** Starts the stack on the first `workers` processors and waits until it says that it runs. */
async function startStack(workers: number): Promise<ChildProcess> {
  const stack = spawn(
    'taskset',
    [
      ...['-c', `0-${workers - 1}`, 'node_modules/.bin/sls', 'offline', 'start', '--config', `serverless.${cloud}.yml`],
      ...['--stage', 'local', '--param', `maxConcurrency=${workers}`, '--httpPort', String(PORT), ...OPTIONS[cloud]!],
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  for (const stream of [stack.stdout!, stack.stderr!])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  while (!text.includes('Ctrl-C ends it')) {
    if (stack.exitCode !== null) throw new Error(text);
    await wait(100);
  }
  return stack;
}

const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${endpoint}${path}`)).json()) as T;

async function run(workers: number): Promise<{ seconds: number; report: Report }> {
  const stack = await startStack(workers);
  try {
    const submit = ['src/adapters/local/cli.ts', 'submit', video, '--endpoint', endpoint, '--no-wait', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', ...submit], { cwd: ROOT });
    const { id } = JSON.parse(stdout) as { id: string };
    for (;;) {
      const { status, error, createdAt, finishedAt } = await ask<AnalysisStatus>(`/v1/analyses/${id}`);
      if (status === 'failed') throw new Error(error?.message);
      if (status === 'succeeded' && finishedAt)
        return {
          seconds: (Date.parse(finishedAt) - Date.parse(createdAt)) / 1000,
          report: await ask<Report>(`/v1/analyses/${id}/report.json`),
        };
      await wait(500);
    }
  } finally {
    stack.kill('SIGINT');
    await once(stack, 'exit');
  }
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const one = await run(1);
const two = await run(2);
const minutes = one.report.video.durationSeconds / 60;
for (const [workers, { seconds, report }] of [
  [1, one],
  [2, two],
] as const)
  print(
    `${workers} worker${workers > 1 ? 's' : ' '}  ${seconds.toFixed(1).padStart(6)} s  ${report.usage.chunks} chunks  ` +
      `${report.usage.gbSeconds.toFixed(0)} GB-s  $${report.usage.estimatedCostUsd.toFixed(4)}  ` +
      `$${(report.usage.estimatedCostUsd / minutes).toFixed(5)} a minute of video`,
  );
print(`speed-up ${(one.seconds / two.seconds).toFixed(2)} (aim: at least 1.8)`);
const answerOf = ({ usage: _, ...answer }: Report) => JSON.stringify(answer);
print(`reports equal but for usage: ${answerOf(one.report) === answerOf(two.report)}`);
