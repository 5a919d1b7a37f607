import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ReelsightError } from '../src/core/errors.ts';
import type { Report } from '../src/core/report.ts';
import type { AnalysisStatus } from '../src/service/index.ts';
import { makeTenMinutes } from './harness/clip.ts';
import { ROOT, reelsightArgs } from './harness/command-line.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/local-stack.ts aws|gcp [VIDEO]

A video through a cloud's local stack, by one worker on one processor and by two workers on two: what a second worker
brings. A worker has one processor, on Lambda at 1,769 MB and on Google Cloud at 2 GiB; here taskset gives the whole
stack as many as it has workers.

Without VIDEO ten minutes of 1080p25 H.264 are made in the system's temp folder.`;

const PORT = 3900;
const OPTIONS: Readonly<Record<string, readonly string[]>> = { aws: ['--lambdaPort', '3902', '--noSponsor'], gcp: [] };
const ENDPOINT = `http://127.0.0.1:${PORT}`;

interface Outcome {
  readonly seconds: number;
  readonly report: Report;
}

await runBench(
  { usage: USAGE, positionals: ['aws|gcp', '[VIDEO]'], options: {} },
  async ({ positionals: [cloud, given], print }) => {
    if (!Object.hasOwn(OPTIONS, cloud))
      throw new ReelsightError('input', `The cloud must be aws or gcp, not "${cloud}".`);
    const video = given ?? (await makeTenMinutes(await openFfmpeg()));
    const one = await runStack(cloud, video, 1);
    const two = await runStack(cloud, video, 2);
    const minutes = one.report.video.durationSeconds / 60;
    const rows = [one, two].map(({ seconds, report: { usage } }, i) => [
      i === 0 ? '1 worker' : '2 workers',
      `${seconds.toFixed(1)} s`,
      `${usage.chunks} chunks`,
      `${usage.gbSeconds.toFixed(0)} GB-s`,
      `$${usage.estimatedCostUsd.toFixed(4)}`,
      `$${(usage.estimatedCostUsd / minutes).toFixed(5)} a minute of video`,
    ]);
    print(alignColumns(rows));
    print(`speed-up ${(one.seconds / two.seconds).toFixed(2)} (aim: at least 1.8)`);
    const answerOf = ({ usage: _, ...answer }: Report) => JSON.stringify(answer);
    print(`reports equal but for usage: ${answerOf(one.report) === answerOf(two.report)}`);
  },
);

async function runStack(cloud: string, video: string, workers: number): Promise<Outcome> {
  const stack = await startStack(cloud, workers);
  try {
    const submit = reelsightArgs('submit', video, '--endpoint', ENDPOINT, '--no-wait', '--json');
    const { stdout } = await promisify(execFile)(process.execPath, submit, { cwd: ROOT });
    const { id } = JSON.parse(stdout) as { id: string };
    for (;;) {
      const { status, error, createdAt, finishedAt } = await get<AnalysisStatus>(`/v1/analyses/${id}`);
      if (status === 'failed') throw new Error(error?.message);
      if (status === 'succeeded' && finishedAt)
        return {
          seconds: (Date.parse(finishedAt) - Date.parse(createdAt)) / 1000,
          report: await get<Report>(`/v1/analyses/${id}/report.json`),
        };
      await wait(500);
    }
  } finally {
    stack.kill('SIGINT');
    await once(stack, 'exit');
  }
}

/** Starts the stack on the first `workers` processors and waits until it says that it runs. */
async function startStack(cloud: string, workers: number): Promise<ChildProcess> {
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

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${ENDPOINT}${path}`)).json()) as T;
}
