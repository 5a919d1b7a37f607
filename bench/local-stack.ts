/**
 * A video through the local AWS stack, by one worker on one processor and by two workers on two: what a second worker
 * brings. On Lambda a worker has one processor at 1,769 MB; here `taskset` gives the whole stack as many as it has workers.
 *
 *   npx tsx bench/local-stack.ts [VIDEO]
 *
 * Without VIDEO ten minutes of 1080p25 H.264 are made in the system's temp folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LOCAL_USER } from '../src/adapters/aws/offline/local-stack.ts';
import { findFfmpeg, parseConfig, type Report } from '../src/core/index.ts';
import type { AnalysisStatus } from '../src/service/index.ts';
import { makeTenMinutes } from './clip.ts';

const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
const video = process.argv[2] ?? (await makeTenMinutes(ffmpeg));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PORTS = { http: 3900, lambda: 3902 };
const endpoint = `http://127.0.0.1:${PORTS.http}`;

/** Starts the stack on the first `workers` processors and waits until it says that it runs. */
async function startStack(workers: number): Promise<{ stack: ChildProcess; storeUrl: string; bucket: string }> {
  const stack = spawn(
    'taskset',
    [
      ...['-c', `0-${workers - 1}`, 'node_modules/.bin/sls', 'offline', 'start', '--config', 'serverless.aws.yml'],
      ...['--stage', 'local', '--noSponsor', '--param', `maxConcurrency=${workers}`],
      ...['--httpPort', String(PORTS.http), '--lambdaPort', String(PORTS.lambda)],
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
  const [, bucket, storeUrl] = /s3:\/\/(\S+) at (\S+),/.exec(text)!;
  return { stack, storeUrl: storeUrl!, bucket: bucket! };
}

async function run(workers: number): Promise<{ seconds: number; report: Report }> {
  const { stack, storeUrl, bucket } = await startStack(workers);
  try {
    const client = new S3Client({
      endpoint: storeUrl,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: LOCAL_USER,
    });
    const key = `uploads/bench/${basename(video)}`;
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: createReadStream(video),
        ContentLength: statSync(video).size,
      }),
    );
    const startedMs = performance.now();
    const answer = await fetch(`${endpoint}/v1/analyses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ video: `s3://${bucket}/${key}` }),
    });
    const { id } = (await answer.json()) as { id: string };
    for (;;) {
      const status = (await (await fetch(`${endpoint}/v1/analyses/${id}`)).json()) as AnalysisStatus;
      if (status.status === 'failed') throw new Error(status.error?.message);
      if (status.status === 'succeeded') break;
      await wait(500);
    }
    const seconds = (performance.now() - startedMs) / 1000;
    const report = (await (await fetch(`${endpoint}/v1/analyses/${id}/report.json`)).json()) as Report;
    return { seconds, report };
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
