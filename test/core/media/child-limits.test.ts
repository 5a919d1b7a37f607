import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { describeCommand, type Ffmpeg, probeVideo, ReelsightError, runFfmpeg } from '../../../src/core/index.ts';
import { startChild } from '../../../src/core/media/child-process.ts';
import { decodeCpuSeconds } from '../../../src/core/media/cpu-time.ts';
import { estimateDecoderMemoryMb } from '../../../src/core/media/decoder-memory.ts';
import { makeFolder, openClip, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';

const ffmpeg = await testFfmpeg();
const folder = await makeFolder();
test.after.always(() => folder.remove());

/** A program in ffmpeg's place. */
function program(name: string, lines: string): Ffmpeg {
  const path = join(folder.path, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return { ...ffmpeg, path, ffprobePath: path };
}

const run = (own: Ffmpeg, options: Parameters<typeof runFfmpeg>[2] = {}) =>
  runFfmpeg(own, describeCommand().input('x').output('pipe:3'), { pipeCount: 1, ...options });

for (const signal of ['SEGV', 'ABRT', 'ILL', 'BUS', 'FPE'])
  for (const maxMemoryMb of [null, 1000])
    test(`SIG${signal} is a fault of the input, ${maxMemoryMb ? 'under limits' : 'without limits'}`, async (t) => {
      const crashing = { ...program(`${signal}-${maxMemoryMb}`, `kill -${signal} $$`), maxMemoryMb };
      const error = await t.throwsAsync(run(crashing).ended, { instanceOf: ReelsightError });
      t.like(error, { kind: 'input', retryable: false });
      t.regex(error!.message, new RegExp(`crashed \\(SIG${signal}\\)`));
    });

test('what somebody else ends is tried once more', async (t) => {
  const error = await t.throwsAsync(run(program('killed', 'kill -KILL $$')).ended, { instanceOf: ReelsightError });
  t.like(error, { kind: 'decode', retryable: true, isRetriedOnce: true });
});

test('processor time has a limit', async (t) => {
  const busy = program('busy', 'while :; do :; done');
  const error = await t.throwsAsync(run(busy, { maxCpuSeconds: 1 }).ended, { instanceOf: ReelsightError });
  t.like(error, { kind: 'input', retryable: false });
  t.regex(error!.message, /more than 1 s of processor time/);
});

test('whatever ffmpeg is asked for has a limit of processor time, and what decodes many pictures a longer one', async (t) => {
  const telling = program('telling', 'ulimit -t >&3');
  const limitOf = (options: Parameters<typeof runFfmpeg>[2]) => text(run(telling, options).pipes[0]!);
  t.is(await limitOf({}), '600\n');
  const hour = decodeCpuSeconds({ width: 1920, height: 1080 }, 90_000);
  t.is(await limitOf({ maxCpuSeconds: hour }), `${Math.ceil(hour)}\n`);
  // A hundred times what a usual core takes.
  t.true(hour > 36_000 && hour < 180_000);
});

test('errors without end do not keep a child alive', async (t) => {
  const talking = program('talking', 'while :; do echo "[error] again" >&2; sleep 0.1; done');
  const error = await t.throwsAsync(run(talking, { maxSeconds: 1 }).ended, { instanceOf: ReelsightError });
  t.like(error, { kind: 'input', retryable: false });
  t.regex(error!.message, /did not find out within 1 s/);
});

test('a program that is missing or does not run is of the environment, under limits too', async (t) => {
  for (const path of ['/nowhere/ffmpeg', folder.path])
    await t.throwsAsync(run({ ...ffmpeg, path, maxMemoryMb: 1000 }).ended, { message: /could not be started/ });
});

test('a child under limits has its pipes, and is ended', async (t) => {
  const child = startChild(
    { name: 'ffmpeg', ...program('pipes', 'echo three >&3; echo four >&4; exec sleep 60 3>&- 4>&-') },
    [],
    { pipes: [3, 4], limits: { maxMemoryMb: 500, maxCpuSeconds: 60 }, onLine: () => {} },
  );
  t.deepEqual(await Promise.all(child.pipes.map((pipe) => text(pipe))), ['three\n', 'four\n']);
  child.kill();
  await t.throwsAsync(child.ended, { message: /ended by SIGKILL/ });
});

if (process.platform === 'linux')
  test('memory is refused in words, and nothing passes for a whole', async (t) => {
    const clip = await writeClip(ffmpeg, join(folder.path, 'large.mp4'), {
      ...{ parts: [[PICTURES.chart, 0.2]], size: '7680x4320', sound: null },
      outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast'],
    });
    const decode = async (maxMemoryMb: number) => {
      const command = describeCommand().input(clip).inputOptions(['-threads', '1']).output('pipe:3');
      const run = runFfmpeg({ ...ffmpeg, maxMemoryMb }, command.outputOptions(['-f', 'framecrc']), { pipeCount: 1 });
      const given = (await text(run.pipes[0]!)).match(/^0,/gm)?.length ?? 0;
      return { given, outcome: await run.ended.catch((error: unknown) => error as ReelsightError) };
    };
    const roomy = await decode(2000);
    t.is(roomy.given, 5);
    t.like(roomy.outcome, { exitCode: 0 });
    // What a build needs to start, and to decode with, differs.
    const cramped = await Promise.all([100, 200, 300].map(decode));
    t.true(cramped.some(({ given }) => given < 5));
    for (const { outcome } of cramped)
      if (outcome instanceof ReelsightError)
        t.is(outcome.kind, outcome.message.includes('started') ? 'environment' : 'input');
  });

test('pictures that cannot fit are refused before any is decoded, with what they need', async (t) => {
  const clip = await writeClip(ffmpeg, join(folder.path, 'small.mp4'), {
    parts: [[PICTURES.chart, 1]],
    size: '320x180',
  });
  const source = await openClip(clip);
  const needed = estimateDecoderMemoryMb({ codec_name: 'h264', pix_fmt: 'yuv420p', width: 320, height: 180 });
  await t.notThrowsAsync(probeVideo({ ...ffmpeg, maxMemoryMb: needed }, source));
  const error = await t.throwsAsync(probeVideo({ ...ffmpeg, maxMemoryMb: needed - 1 }, source));
  t.like(error, { kind: 'input', retryable: false });
  t.regex(
    error!.message,
    new RegExp(`takes up to ${needed} MB .*320 x 180, yuv420p, h264.*; ${needed - 1} MB are there`),
  );
  t.deepEqual(
    readdirSync(folder.path).filter((name) => name.includes('core')),
    [],
  );
});

test('the estimate follows size, depth and what the codec keeps', (t) => {
  const estimate = (codec_name: string, pix_fmt: string, width: number, height: number) =>
    estimateDecoderMemoryMb({ codec_name, pix_fmt, width, height });
  // Everyday pictures fit the smallest worker, 8K in ten bits that of a usual one.
  t.true(estimate('h264', 'yuv420p', 1920, 1080) < 600);
  t.true(estimate('hevc', 'yuv420p10le', 3840, 2160) < 1000);
  t.true(estimate('hevc', 'yuv420p10le', 7680, 4320) < 1669);
  t.true(estimate('av1', 'yuv420p10le', 7680, 4320) < 1669);
  // Beyond every level of the standard: sixteen pictures of 400 MB.
  t.true(estimate('h264', 'yuv444p10le', 8192, 8192) > 6400);
  t.is(estimate('mjpeg', 'gray', 1024, 1024), 450 + 7);
  t.is(estimate('mjpeg', 'rgba', 1024, 1024), 450 + 28);
  t.is(estimate('prores', 'yuva444p12le', 1024, 1024), 450 + 56);
});
