import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { type Report, reportSchema } from '../../../src/core/index.ts';
import { type Faults, openAwsStack } from '../../helpers/aws-stack.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight } from '../../helpers/command-line.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const clip = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), {
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
});
mkdirSync(join(folder.path, 'other'));
/** Another video of the same name and about the same size. */
const otherClip = await writeClip(ffmpeg, join(folder.path, 'other/clip.mp4'), {
  parts: [
    [PICTURES.deepFractal, 3],
    [PICTURES.clock, 3],
  ],
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
});

const withoutUsage = ({ usage: _, ...answer }: Report) => answer;

/** What one process on this machine says of the clip. */
async function analyseHere(): Promise<Report> {
  const out = join(folder.path, 'here');
  const { status, stderr } = await runReelsight(['analyze', clip, '--workers', '1', '--out', out]);
  if (status !== 0) throw new Error(stderr);
  return reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
}
const expected = withoutUsage(await analyseHere());
test.after.always(() => folder.remove());

async function openStack(t: ExecutionContext, faults: Faults = {}) {
  const stack = await openAwsStack(faults);
  t.teardown(stack.close);
  return stack;
}

/** The clip in pieces of three seconds: chunks 0 and 1 see, chunk 2 listens. */
async function analyseThere(t: ExecutionContext, faults: Faults) {
  const stack = await openStack(t, faults);
  const video = await stack.put('uploads/x/clip.mp4', clip);
  const { id } = await stack.start(video);
  return { ...stack, id, video, end: await stack.wait(id) };
}

test.serial('without faults the report is that of one process, and what it cost is told', async (t) => {
  const { end, id, report } = await analyseThere(t, {});
  t.is(end.status, 'succeeded', end.error?.message);
  t.deepEqual(end.progress, { chunksDone: 3, chunksTotal: 3, share: 1 });
  const answer = await report(id);
  t.deepEqual(withoutUsage(answer), expected);
  t.is(answer.usage.engine, 'aws-step-functions');
  t.true(answer.usage.gbSeconds > 1 && answer.usage.estimatedCostUsd > 0 && answer.usage.estimatedCostUsd < 0.01);
  t.true(end.cost.gbSeconds >= answer.usage.gbSeconds);
});

test.serial('a worker that is killed in mid-chunk: another takes its place', async (t) => {
  let killed = 0;
  const { end, id, report, times } = await analyseThere(t, {
    onProcess({ name, payload, time }, child) {
      if (name !== 'analyze-chunk' || payload.index !== 1 || time > 1) return;
      // Long enough to have begun, too short to have ended.
      setTimeout(() => {
        killed++;
        child.kill('SIGKILL');
      }, 900);
    },
  });
  t.is(end.status, 'succeeded', end.error?.message);
  t.is(killed, 1);
  t.is([...times].find(([call]) => call.includes('"index":1'))?.[1], 2);
  t.deepEqual(withoutUsage(await report(id)), expected);
});

test.serial('a chunk that runs twice at once gives the same report', async (t) => {
  const { end, id, report } = await analyseThere(t, {
    async onCall({ name }, invoke) {
      if (name !== 'analyze-chunk') return invoke();
      const [first] = await Promise.all([invoke(), invoke()]);
      return first;
    },
  });
  t.is(end.status, 'succeeded', end.error?.message);
  t.deepEqual(withoutUsage(await report(id)), expected);
});

test.serial('a store that answers 503 and is slow is asked again', async (t) => {
  let requests = 0;
  let refused = 0;
  const { end, id, report } = await analyseThere(t, {
    intercept({ method }) {
      requests++;
      if (requests % 4 === 0 && method !== 'POST') {
        refused++;
        return { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' };
      }
      return requests % 3 === 0 ? { delayMs: 300 } : undefined;
    },
  });
  t.is(end.status, 'succeeded', end.error?.message);
  t.true(refused > 5);
  t.deepEqual(withoutUsage(await report(id)), expected);
});

test.serial('links that run out in the middle of a reading are signed anew', async (t) => {
  /** When each link was first used. Links live for an hour; here for three seconds. */
  const links = new Map<string, number>();
  const { end, id, report } = await analyseThere(t, {
    intercept({ key, url }) {
      if (!key.startsWith('uploads/') || !url.includes('X-Amz-Signature')) return undefined;
      const firstMs = links.get(url) ?? Date.now();
      links.set(url, firstMs);
      if (Date.now() - firstMs < 3_000) return { delayMs: 1_300 };
      return { status: 403, code: 'AccessDenied', message: 'Request has expired' };
    },
  });
  t.is(end.status, 'succeeded', end.error?.message);
  // One for each process, and more for those that read on.
  t.true(links.size > 5, `${links.size} links`);
  t.deepEqual(withoutUsage(await report(id)), expected);
});

test.serial('workers that are throttled wait for their turn', async (t) => {
  let throttled = 0;
  const { end, id, report } = await analyseThere(t, {
    onCall({ name, time }, invoke) {
      if (name !== 'analyze-chunk' || time > 3) return invoke();
      throttled++;
      throw Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });
    },
  });
  t.is(end.status, 'succeeded', end.error?.message);
  t.is(throttled, 9);
  t.deepEqual(withoutUsage(await report(id)), expected);
});

test.serial('a video that is replaced during the run is told, and no report is made of two videos', async (t) => {
  let replace: () => Promise<unknown> = async () => {};
  const stack = await openStack(t, {
    async onCall({ name, time }, invoke) {
      if (name === 'analyze-chunk' && time === 1) await replace();
      return invoke();
    },
  });
  const video = await stack.put('uploads/x/clip.mp4', clip);
  replace = () => stack.put('uploads/x/clip.mp4', otherClip);
  const { id } = await stack.start(video);
  const end = await stack.wait(id);
  t.is(end.status, 'failed');
  t.is(end.error?.kind, 'input');
  t.regex(end.error!.message, /Chunk \d+ \(frames \d+ to \d+\) could not be measured: .*replaced/);
  t.true(end.error!.chunks.length >= 1);
  // Bad input is not tried again.
  t.true([...stack.times].filter(([call]) => call.startsWith('analyze-chunk')).every(([, times]) => times === 1));
  await t.throwsAsync(stack.store.get(`analyses/${id}/report.json`), { message: /report\.json/ });
});

test.serial('a chunk that is lost is named; asked for again, only it is measured', async (t) => {
  let broken = true;
  const stack = await openStack(t, {
    async onCall({ name, payload }, invoke) {
      if (broken && name === 'analyze-chunk' && payload.index === 1)
        return { error: { errorType: 'Runtime.OutOfMemory', errorMessage: 'signal: killed' } };
      return invoke();
    },
  });
  const video = await stack.put('uploads/x/clip.mp4', clip);
  const { id } = await stack.start(video);
  const end = await stack.wait(id);
  t.is(end.status, 'failed');
  t.regex(end.error!.message, /Chunk 1 \(frames 75 to 150\).*killed several times.*workerMemory/);
  t.deepEqual(
    end.error!.chunks.map(({ index }) => index),
    [1],
  );
  t.is([...stack.times].find(([call]) => call.includes('"index":1'))?.[1], 5);
  t.true(end.cost.gbSeconds > 0);
  broken = false;
  const before = new Map(stack.times);
  t.is((await stack.start(video)).attempt, 2);
  const again = await stack.wait(id);
  t.is(again.status, 'succeeded', again.error?.message);
  const measured = [...stack.times].filter(([call]) => call.startsWith('analyze-chunk') && !before.has(call));
  t.true(measured.some(([call]) => call.includes('"index":1')));
  t.true(measured.length < 3);
  t.deepEqual(withoutUsage(await stack.report(id)), expected);
});

test.serial('an upload whose event comes twice is one analysis', async (t) => {
  const stack = await openStack(t, {
    async onCall({ name }, invoke) {
      if (name !== 'on-upload') return invoke();
      const [first] = await Promise.all([invoke(), invoke()]);
      return first;
    },
  });
  await stack.put('videos/clip.mp4', clip);
  const id = expected.id;
  while (!(await stack.store.get(`analyses/${id}/request.json`).catch(() => null))) await wait(100);
  const end = await stack.wait(id);
  t.is(end.status, 'succeeded', end.error?.message);
  t.is(end.attempt, 1);
  t.is([...stack.times.keys()].filter((call) => call.startsWith('plan')).length, 1);
  t.deepEqual(withoutUsage(await stack.report(id)), expected);
});

test.serial('a run that is cancelled ends, leaves no report, and can be taken up', async (t) => {
  let stop: () => Promise<unknown> = async () => {};
  const stack = await openStack(t, {
    async onCall({ name, time }, invoke) {
      if (name === 'analyze-chunk' && time === 1) await stop();
      return invoke();
    },
  });
  const video = await stack.put('uploads/x/clip.mp4', clip);
  const { id } = await stack.start(video);
  stop = () => stack.cancel(id);
  t.is((await stack.wait(id)).status, 'cancelled');
  stop = async () => {};
  t.is((await stack.start(video)).attempt, 2);
  t.is((await stack.wait(id)).status, 'succeeded');
  t.deepEqual(withoutUsage(await stack.report(id)), expected);
});

test.serial('what is no video fails at once, in words', async (t) => {
  const stack = await openStack(t);
  const path = join(folder.path, 'noise.mp4');
  writeFileSync(path, Buffer.concat([readFileSync(clip).subarray(0, 400), Buffer.alloc(5000, 7)]));
  const { id } = await stack.start(await stack.put('uploads/x/noise.mp4', path));
  const end = await stack.wait(id);
  t.is(end.status, 'failed');
  t.is(end.error?.kind, 'input');
  t.regex(end.error!.message, /"noise\.mp4" is not a video that can be read/);
  t.is([...stack.times].find(([call]) => call.startsWith('plan'))?.[1], 1);
});
