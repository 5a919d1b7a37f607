import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionContext, TestFn } from 'ava';
import { type Report, reportSchema } from '../../src/core/index.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../helpers/clips.ts';
import { runReelsight } from '../helpers/command-line.ts';
import type { Call, CloudStack, CloudUnderTest, Faults } from './cloud-stack.ts';

const withoutUsage = ({ usage: _, ...answer }: Report) => answer;

/** A clip of two scenes, another of the same name, and what one process on this machine says of the first. */
export async function prepareClips() {
  const folder = await makeFolder();
  const ffmpeg = await testFfmpeg();
  const outputOptions = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
  const clip = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), { outputOptions });
  mkdirSync(join(folder.path, 'other'));
  const otherClip = await writeClip(ffmpeg, join(folder.path, 'other/clip.mp4'), {
    parts: [
      [PICTURES.deepFractal, 3],
      [PICTURES.clock, 3],
    ],
    outputOptions,
  });
  const out = join(folder.path, 'here');
  const { status, stderr } = await runReelsight(['analyze', clip, '--workers', '1', '--out', out]);
  if (status !== 0) throw new Error(stderr);
  const expected = withoutUsage(reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))));
  return { folder, clip, otherClip, expected };
}

/**
 * What every cloud must do with an analysis, whatever goes wrong: the report of one process, byte for byte but for its
 * usage, or an end that says why. The clip comes in pieces of three seconds: chunks 0 and 1 see, chunk 2 listens.
 */
export function testAnalyses<Answer>(
  test: TestFn,
  cloud: CloudUnderTest<Answer>,
  { folder, clip, otherClip, expected }: Awaited<ReturnType<typeof prepareClips>>,
): void {
  async function openStack(t: ExecutionContext, faults: Faults<Answer> = {}): Promise<CloudStack> {
    const stack = await cloud.open(faults);
    t.teardown(stack.close);
    return stack;
  }

  async function analyseThere(t: ExecutionContext, faults: Faults<Answer>) {
    const stack = await openStack(t, faults);
    const video = await stack.put('uploads/x/clip.mp4', clip);
    const { id } = await stack.start(video);
    return { stack, id, end: await stack.wait(id) };
  }

  /** Byte for byte: the order of fields counts too. */
  const assertReport = async (t: ExecutionContext, stack: CloudStack, id: string): Promise<Report> => {
    const report = await stack.report(id);
    t.is(JSON.stringify(withoutUsage(report)), JSON.stringify(expected));
    return report;
  };

  const callsOf = ({ calls }: CloudStack, step: Call['step'], index?: number) =>
    calls.filter((call) => call.step === step && (index === undefined || call.index === index));

  test.serial(
    `${cloud.name}: without faults the report is that of one process, and what it cost is told`,
    async (t) => {
      const { end, id, stack } = await analyseThere(t, {});
      t.is(end.status, 'succeeded', end.error?.message);
      t.deepEqual(end.progress, { chunksDone: 3, chunksTotal: 3, share: 1 });
      const answer = await assertReport(t, stack, id);
      t.is(answer.usage.engine, cloud.engine);
      t.true(answer.usage.gbSeconds > 0 && answer.usage.estimatedCostUsd > 0 && answer.usage.estimatedCostUsd < 0.01);
      t.true(end.cost.gbSeconds >= answer.usage.gbSeconds);
    },
  );

  test.serial(`${cloud.name}: a worker that is killed in mid-chunk: another takes its place`, async (t) => {
    let killed = 0;
    let victim: ChildProcess | null = null;
    const { end, id, stack } = await analyseThere(t, {
      onProcess({ step, index, time }, child) {
        if (step === 'analyzeChunk' && index === 1 && time === 1) victim = child;
      },
      // Before it has read the video it cannot have ended.
      intercept({ key }) {
        if (!victim || !key.startsWith('uploads/')) return undefined;
        killed++;
        victim.kill('SIGKILL');
        victim = null;
        return undefined;
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    t.is(killed, 1);
    t.is(callsOf(stack, 'analyzeChunk', 1).length, 2);
    await assertReport(t, stack, id);
  });

  test.serial(`${cloud.name}: a chunk that runs twice at once gives the same report`, async (t) => {
    const { end, id, stack } = await analyseThere(t, {
      async onCall({ step }, invoke) {
        if (step !== 'analyzeChunk') return invoke();
        const [first] = await Promise.all([invoke(), invoke()]);
        return first;
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    await assertReport(t, stack, id);
  });

  test.serial(`${cloud.name}: a store that answers 503 and is slow is asked again`, async (t) => {
    const seen = new Set<string>();
    let refused = 0;
    let requests = 0;
    const { end, id, stack } = await analyseThere(t, {
      intercept({ method, key, url }) {
        // What the test itself puts there.
        if (key.startsWith('uploads/') && method !== 'GET' && method !== 'HEAD') return undefined;
        const request = `${method} ${key} ${key === '' ? url : ''}`;
        const isNew = !seen.has(request);
        seen.add(request);
        if (isNew && seen.size % 2 === 0) {
          refused++;
          return cloud.busy;
        }
        return ++requests % 3 === 0 ? { delayMs: 300 } : undefined;
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    t.true(refused > 5);
    await assertReport(t, stack, id);
  });

  test.serial(`${cloud.name}: links that run out in the middle of a reading are signed anew`, async (t) => {
    /** When each link was first used. Links live for an hour; here for a second, in which few readings fit. */
    const used = new Map<string, number>();
    let refused = 0;
    const { end, id, stack } = await analyseThere(t, {
      intercept({ key, url }) {
        const signature = /X-(?:Amz|Goog)-Signature=(\w+)/.exec(url)?.[1];
        if (!key.startsWith('uploads/') || !signature) return undefined;
        const firstMs = used.get(signature) ?? Date.now();
        used.set(signature, firstMs);
        if (Date.now() - firstMs < 1_000) return { delayMs: 400 };
        refused++;
        return cloud.expired;
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    t.true(refused > 0 && used.size > 1, `${refused} refused, ${used.size} links`);
    await assertReport(t, stack, id);
  });

  test.serial(`${cloud.name}: workers that are throttled wait for their turn`, async (t) => {
    let throttled = 0;
    const { end, id, stack } = await analyseThere(t, {
      async onCall({ step, time }, invoke) {
        if (step !== 'analyzeChunk' || time > 3) return invoke();
        throttled++;
        return cloud.turnAway();
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    t.is(throttled, 9);
    await assertReport(t, stack, id);
  });

  test.serial(
    `${cloud.name}: a video that is replaced during the run is told, and no report is made of two videos`,
    async (t) => {
      let replace: () => Promise<unknown> = async () => {};
      const stack = await openStack(t, {
        async onCall({ step, time }, invoke) {
          if (step === 'analyzeChunk' && time === 1) await replace();
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
      t.true(callsOf(stack, 'analyzeChunk').every(({ time }) => time === 1));
      await t.throwsAsync(stack.store.get(`analyses/${id}/report.json`), { message: /report\.json/ });
    },
  );

  test.serial(`${cloud.name}: a chunk that is lost is named; asked for again, only it is measured`, async (t) => {
    let broken = true;
    const stack = await openStack(t, {
      onCall: async ({ step, index }, invoke) =>
        broken && step === 'analyzeChunk' && index === 1 ? cloud.kill : invoke(),
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
    t.is(callsOf(stack, 'analyzeChunk', 1).length, 5);
    t.true(end.cost.gbSeconds > 0);
    broken = false;
    const before = stack.calls.length;
    t.is((await stack.start(video)).attempt, 2);
    const again = await stack.wait(id);
    t.is(again.status, 'succeeded', again.error?.message);
    const measured = stack.calls.slice(before).filter(({ step }) => step === 'analyzeChunk');
    t.true(measured.some(({ index }) => index === 1));
    t.true(measured.length < 3);
    await assertReport(t, stack, id);
  });

  test.serial(`${cloud.name}: an upload whose event comes twice is one analysis`, async (t) => {
    const stack = await openStack(t, {
      async onCall({ step }, invoke) {
        if (step !== 'onUpload') return invoke();
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
    await assertReport(t, stack, id);
  });

  test.serial(`${cloud.name}: a run that is cancelled ends, leaves no report, and can be taken up`, async (t) => {
    let stop: () => Promise<unknown> = async () => {};
    const stack = await openStack(t, {
      async onCall({ step, time }, invoke) {
        if (step === 'analyzeChunk' && time === 1) await stop();
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
    await assertReport(t, stack, id);
  });

  test.serial(`${cloud.name}: what is no video fails at once, in words`, async (t) => {
    const stack = await openStack(t);
    const path = join(folder.path, 'noise.mp4');
    writeFileSync(path, Buffer.concat([readFileSync(clip).subarray(0, 400), Buffer.alloc(5000, 7)]));
    const { id } = await stack.start(await stack.put('uploads/x/noise.mp4', path));
    const end = await stack.wait(id);
    t.is(end.status, 'failed');
    t.is(end.error?.kind, 'input');
    t.regex(end.error!.message, /"noise\.mp4" is not a video that can be read/);
    t.is(callsOf(stack, 'plan').length, 1);
  });
}
