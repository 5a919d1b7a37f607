import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionContext, TestFn } from 'ava';
import { ReelsightError, type Report } from '../../src/core/index.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../helpers/clips.ts';
import { collect } from '../helpers/collect.ts';
import type { Call, CloudStack, CloudUnderTest, Faults } from './cloud-stack.ts';
import { analyseHere, withoutUsage } from './report-here.ts';

/** Few frames for the network: what goes wrong here goes wrong around it. What an upload starts has the defaults. */
const OPTIONS = { sampleFps: 0.5 };

/** A clip, another of the same name and length, and what one process on this machine says of the first. */
export async function prepareClips() {
  const folder = await makeFolder();
  const ffmpeg = await testFfmpeg();
  const size = '160x90';
  const outputOptions = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
  const clip = addBox(
    readFileSync(await writeClip(ffmpeg, join(folder.path, 'first.mp4'), { size, outputOptions })),
    0,
  );
  const path = join(folder.path, 'clip.mp4');
  writeFileSync(path, clip);
  const otherClip = readFileSync(
    await writeClip(ffmpeg, join(folder.path, 'other.mp4'), {
      parts: [
        [PICTURES.deepFractal, 3],
        [PICTURES.clock, 3],
      ],
      size,
      outputOptions,
    }),
  );
  const out = join(folder.path, 'here');
  const expected = await analyseHere(path, out, { args: ['--sample-fps', String(OPTIONS.sampleFps)] });
  const expectedByDefault = await analyseHere(path, out);
  const expectedPart = await analyseHere(path, out, {
    args: ['--sample-fps', String(OPTIONS.sampleFps), '--start', '1.5', '--end', '00:00:05:10'],
  });
  await folder.remove();
  return { clip, otherClip, expected, expectedByDefault, expectedPart };
}

/** The same video with a number in a box that players skip: for the service another one, of equal length. */
function addBox(video: Uint8Array, number: number): Buffer {
  const box = Buffer.alloc(12);
  box.writeUInt32BE(box.length);
  box.write('free', 4);
  box.writeUInt32BE(number, 8);
  return Buffer.concat([video, box]);
}

const numberOf = (video: Uint8Array, number: number): Buffer => addBox(video.subarray(0, -12), number);

/**
 * What every cloud must do with an analysis, whatever goes wrong: the report of one process, byte for byte but for its
 * usage, or an end that says why. The clip comes in chunks of three seconds: chunks 0 and 1 see, chunk 2 listens. All
 * scenarios go through one deployment, each with a copy of the clip that differs in a number, and so in its id.
 */
export function testAnalyses<Answer>(
  test: TestFn,
  cloud: CloudUnderTest<Answer>,
  stack: CloudStack<Answer>,
  { clip, otherClip, expected, expectedByDefault, expectedPart }: Awaited<ReturnType<typeof prepareClips>>,
): void {
  let scenarioCount = 0;

  /** The next scenario, its copy of the clip and where in the bucket that belongs. */
  function begin(faults?: Faults<Answer>) {
    const number = scenarioCount++;
    const { calls } = stack.begin(faults);
    return { calls, video: numberOf(clip, number), key: `uploads/${number}/clip.mp4` };
  }

  const start = (address: string) => stack.start(address, OPTIONS);

  async function analyseThere(faults?: Faults<Answer>) {
    const { calls, video, key } = begin(faults);
    const { id } = await start(await stack.put(key, video));
    return { id, calls, end: await stack.wait(id) };
  }

  /** Byte for byte: the order of fields counts too. */
  const assertReport = async (t: ExecutionContext, id: string, one = expected): Promise<Report> => {
    const report = await stack.report(id);
    t.is(report.id, id);
    t.is(JSON.stringify({ ...withoutUsage(report), id: one.id }), JSON.stringify(one));
    return report;
  };

  const callsOf = (calls: readonly Call[], step: Call['step'], index?: number) =>
    calls.filter((call) => call.step === step && (index === undefined || call.index === index));

  test.serial(
    `${cloud.name}: without faults the report is that of one process, and what it cost is told`,
    async (t) => {
      const { end, id } = await analyseThere();
      t.is(end.status, 'succeeded', end.error?.message);
      t.is(id, expected.id);
      t.deepEqual(end.progress, { chunksDone: 3, chunksTotal: 3, share: 1 });
      const answer = await assertReport(t, id);
      t.is(answer.usage.engine, cloud.engine);
      t.true(
        answer.usage.gbSeconds > 0 && answer.usage.estimatedCostUsd > 0 && answer.usage.estimatedCostUsd < 0.01,
        JSON.stringify(answer.usage),
      );
      t.true(end.cost.gbSeconds >= answer.usage.gbSeconds, `${end.cost.gbSeconds} of ${answer.usage.gbSeconds}`);
    },
  );

  test.serial(`${cloud.name}: a part of a video is an analysis of its own, the same as here`, async (t) => {
    const { video, key } = begin();
    const address = await stack.put(key, video);
    const started = await stack.start(address, { ...OPTIONS, start: '0:01.5', end: '00:00:05:10' });
    const end = await stack.wait(started.id);
    t.is(end.status, 'succeeded', end.error?.message);
    const report = await assertReport(t, started.id, expectedPart);
    t.like(report.video.part, { startFrame: 37, endFrame: 135 });
    t.is(report.usage.framesDecoded, 98 + 64, 'and the context of its second chunk');
    const others = await Promise.all([start(address), stack.start(address, { ...OPTIONS, start: 1.5 })]);
    t.is(new Set([started.id, ...others.map(({ id }) => id)]).size, 3);
    for (const { id } of others) await stack.wait(id);
    const beyond = await stack.start(address, { ...OPTIONS, start: 60 });
    const { status, error } = await stack.wait(beyond.id);
    t.is(status, 'failed');
    t.regex(error!.message, /starts at 60 s, beyond the end: "clip\.mp4" is 6\.00 s \(00:00:06:00\) long/);
  });

  test.serial(`${cloud.name}: a worker that is killed in mid-chunk: another takes its place`, async (t) => {
    let killed = 0;
    let victim: ChildProcess | null = null;
    const { end, id, calls } = await analyseThere({
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
    t.is(callsOf(calls, 'analyzeChunk', 1).length, 2);
    await assertReport(t, id);
  });

  test.serial(`${cloud.name}: a chunk that runs twice at once gives the same report`, async (t) => {
    const { end, id } = await analyseThere({
      async onCall({ step }, invoke) {
        if (step !== 'analyzeChunk') return invoke();
        const [first] = await Promise.all([invoke(), invoke()]);
        return first;
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    await assertReport(t, id);
  });

  test.serial(`${cloud.name}: a store that answers 503 and is slow is asked again`, async (t) => {
    await stack.restartFunctions();
    const seen = new Set<string>();
    let refused = 0;
    let requests = 0;
    const { end, id } = await analyseThere({
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
        return ++requests % 3 === 0 ? { delayMs: 30 } : undefined;
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    t.true(refused > 5);
    await assertReport(t, id);
  });

  test.serial(`${cloud.name}: links that run out in the middle of a reading are signed again`, async (t) => {
    /** When each link was first used. They live for an hour; here for the second that tells two apart. */
    const links = new Map<string, number>();
    let refused = 0;
    const { end, id } = await analyseThere({
      intercept({ key, url }) {
        const signature = /X-(?:Amz|Goog)-Signature=(\w+)/.exec(url)?.[1];
        if (!key.startsWith('uploads/') || !signature) return undefined;
        const firstMs = links.get(signature);
        if (firstMs === undefined) {
          links.set(signature, Date.now());
          // The connection breaks when the link has run out, and the reading is taken up with another.
          return links.size % 2 === 1 ? { delayMs: 1_000, interruptAfterBytes: 1_000 } : undefined;
        }
        if (Date.now() < firstMs + 1_000) return undefined;
        refused++;
        return cloud.expired;
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    t.true(refused > 0 && links.size > 1, `${refused} refused, ${links.size} links`);
    await assertReport(t, id);
  });

  test.serial(`${cloud.name}: workers that are throttled wait for their turn`, async (t) => {
    let throttled = 0;
    const { end, id } = await analyseThere({
      async onCall({ step, time }, invoke) {
        if (step !== 'analyzeChunk' || time > 3) return invoke();
        throttled++;
        return cloud.turnAway();
      },
    });
    t.is(end.status, 'succeeded', end.error?.message);
    t.is(throttled, 9);
    await assertReport(t, id);
  });

  test.serial(
    `${cloud.name}: a video that is replaced during the run is told, and no report is made of two videos`,
    async (t) => {
      let replace: () => Promise<unknown> = async () => {};
      const { calls, video, key } = begin({
        async onCall({ step, time }, invoke) {
          if (step === 'analyzeChunk' && time === 1) await replace();
          return invoke();
        },
      });
      const address = await stack.put(key, video);
      replace = () => stack.put(key, otherClip);
      const { id } = await start(address);
      const end = await stack.wait(id);
      t.is(end.status, 'failed');
      t.is(end.error?.kind, 'input');
      t.regex(end.error!.message, /Chunk \d+ \(frames \d+ to \d+\) could not be measured: .*replaced/);
      t.true(end.error!.chunks.length >= 1);
      // Bad input is not tried again.
      t.true(callsOf(calls, 'analyzeChunk').every(({ time }) => time === 1));
      await t.throwsAsync(stack.store.get(`analyses/${id}/report.json`), { message: /report\.json/ });
    },
  );

  test.serial(`${cloud.name}: a chunk that is lost is named; asked for again, only it is measured`, async (t) => {
    let broken = true;
    const { calls, video, key } = begin({
      onCall: async ({ step, index }, invoke) =>
        broken && step === 'analyzeChunk' && index === 1 ? cloud.ended.outOfMemory.answer : invoke(),
    });
    const address = await stack.put(key, video);
    const { id } = await start(address);
    const end = await stack.wait(id);
    t.is(end.status, 'failed');
    t.regex(end.error!.message, /Chunk 1 \(frames 75 to 150\).*ended at every try.*workerMemory/);
    t.deepEqual(
      end.error!.chunks.map(({ index }) => index),
      [1],
    );
    t.is(callsOf(calls, 'analyzeChunk', 1).length, cloud.ended.outOfMemory.tries);
    t.true(end.cost.gbSeconds > 0);
    broken = false;
    const before = calls.length;
    t.is((await start(address)).attempt, 2);
    const again = await stack.wait(id);
    t.is(again.status, 'succeeded', again.error?.message);
    const measured = callsOf(calls.slice(before), 'analyzeChunk');
    t.true(measured.some(({ index }) => index === 1));
    t.true(measured.length < 3);
    await assertReport(t, id);
  });

  test.serial(`${cloud.name}: what goes wrong is tried again by its cause`, async (t) => {
    const { outOfMemory, outOfTime, faulty } = cloud.ended;
    const causes = {
      ...{ outOfMemory, outOfTime, faulty },
      crashed: { answer: cloud.thrown(new ReelsightError('input', 'ffmpeg crashed.')), tries: 1 },
      unforeseen: { answer: cloud.thrown(new TypeError('x is not a function')), tries: 1 },
      killed: { answer: cloud.thrown(new ReelsightError('decode', 'It was ended.', { retryable: 'once' })), tries: 2 },
      passing: { answer: cloud.thrown(new ReelsightError('storage', 'Busy.', { retryable: true })), tries: 5 },
    };
    for (const [cause, { answer, tries }] of Object.entries(causes)) {
      const { calls, video, key } = begin({
        onCall: async ({ step }, invoke) => (step === 'plan' ? answer : invoke()),
      });
      const { id } = await start(await stack.put(key, video));
      t.is((await stack.wait(id)).status, 'failed', cause);
      t.is(callsOf(calls, 'plan').length, tries, cause);
    }
  });

  test.serial(`${cloud.name}: an upload whose event comes twice is one analysis`, async (t) => {
    const { calls, video } = begin({
      async onCall({ step }, invoke) {
        if (step !== 'onUpload') return invoke();
        const [first] = await Promise.all([invoke(), invoke()]);
        return first;
      },
    });
    const listRequests = async () =>
      (await collect(stack.store.list('analyses/')))
        .map(({ key }) => key)
        .filter((key) => key.endsWith('/request.json'));
    const before = await listRequests();
    const listNew = async () => (await listRequests()).filter((key) => !before.includes(key));
    await stack.put('videos/clip.mp4', video);
    while ((await listNew()).length === 0) await wait(50);
    const [id] = (await listNew()).map((key) => key.split('/')[1]!);
    const end = await stack.wait(id!);
    t.is(end.status, 'succeeded', end.error?.message);
    t.is(end.attempt, 1);
    await assertReport(t, id!, expectedByDefault);
    t.is((await listNew()).length, 1);
    t.is(callsOf(calls, 'assemble').length, 1);
  });

  test.serial(`${cloud.name}: a run that is cancelled ends, leaves no report, and can be taken up`, async (t) => {
    let stop: () => Promise<unknown> = async () => {};
    const { video, key } = begin({
      async onCall({ step, time }, invoke) {
        if (step === 'analyzeChunk' && time === 1) await stop();
        return invoke();
      },
    });
    const address = await stack.put(key, video);
    const { id } = await start(address);
    stop = () => stack.cancel(id);
    t.is((await stack.wait(id)).status, 'cancelled');
    await t.throwsAsync(stack.store.get(`analyses/${id}/report.json`), { message: /report\.json/ });
    stop = async () => {};
    t.is((await start(address)).attempt, 2);
    t.is((await stack.wait(id)).status, 'succeeded');
    await assertReport(t, id);
  });

  test.serial(`${cloud.name}: a worker whose run is cancelled ends within ten seconds`, async (t) => {
    let endedMs: number | null = null;
    let reads = 0;
    let stop: () => Promise<unknown> = async () => {};
    const { video, key } = begin({
      async onCall({ step, index }, invoke) {
        if (step !== 'analyzeChunk' || index !== 0) return invoke();
        return invoke().finally(() => {
          endedMs = performance.now();
        });
      },
      // The worker would wait for a minute for its video.
      intercept({ method, key: read }) {
        if (method !== 'GET' || read !== key || !isMeasuring) return undefined;
        if (++reads === 1) void stop();
        return { delayMs: 60_000 };
      },
      onProcess({ step }) {
        if (step === 'analyzeChunk') isMeasuring = true;
      },
    });
    let isMeasuring = false;
    let cancelledMs = 0;
    const { id } = await start(await stack.put(key, video));
    stop = async () => {
      await stack.cancel(id);
      cancelledMs = performance.now();
    };
    t.is((await stack.wait(id)).status, 'cancelled');
    while (endedMs === null) await wait(50);
    t.true(endedMs - cancelledMs < 10_000, `${endedMs - cancelledMs} ms`);
  });

  test.serial(`${cloud.name}: what is not a video fails at once, in words`, async (t) => {
    const { calls } = begin();
    const noise = Buffer.concat([clip.subarray(0, 400), Buffer.alloc(5000, 7)]);
    const { id } = await stack.start(await stack.put('uploads/noise/noise.mp4', noise));
    const end = await stack.wait(id);
    t.is(end.status, 'failed');
    t.is(end.error?.kind, 'input');
    t.regex(end.error!.message, /"noise\.mp4" is not a video that can be read/);
    t.is(callsOf(calls, 'plan').length, 1);
  });
}
