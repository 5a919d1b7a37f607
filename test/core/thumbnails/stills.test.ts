import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { probeVideo } from '../../../src/core/index.ts';
import { groupFrames } from '../../../src/core/thumbnails/group-frames.ts';
import { listStills, listStillsEvery, STILL_PLACES, takeStills } from '../../../src/core/thumbnails/index.ts';
import { makeFolder, openClip, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { decodeFiles } from '../../helpers/frame-hashes.ts';
import { createSampleReport } from '../../helpers/sample-report.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
test.after.always(() => folder.remove());

test('groups of frames are the frames, in order, near one another and not too many', (t) => {
  const frames = fc.uniqueArray(fc.integer({ min: 0, max: 5000 })).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(frames, (list) => {
      const groups = groupFrames(list, { frameRate: { numerator: 25, denominator: 1 } });
      t.deepEqual(groups.flat(), list);
      for (const group of groups) {
        t.true(group.length > 0 && group.length <= 64);
        for (let i = 1; i < group.length; i++) t.true(group[i]! - group[i - 1]! <= 250);
      }
    }),
  );
});

test('every place gives pictures inside the video with names of their own', (t) => {
  for (const options of [{}, { shotCount: 1, breakCount: 0 }, { shotCount: 12_000, durationSeconds: 9000 }]) {
    const report = createSampleReport(options);
    for (const at of STILL_PLACES) {
      const stills = listStills(report, at);
      t.is(new Set(stills.map(({ name }) => name)).size, stills.length);
      t.deepEqual(stills.map(({ name }) => name).sort().length, stills.length);
      for (const { name, frame } of stills) {
        t.regex(name, /^(shot|scene|break)-\d{4,5}(-before|-after)?$/);
        t.true(frame >= 0 && frame < report.video.frameCount);
      }
    }
  }
});

test('shots and scenes are stood for by a key frame, breaks and boundaries by both sides', (t) => {
  const report = createSampleReport({ breakCount: 5 });
  report.storyBreaks[0]!.safe = false;
  t.deepEqual(
    listStills(report, 'shots').map(({ frame }) => frame),
    report.shots.map(({ keyFrame }) => keyFrame),
  );
  for (const [i, { frame, startFrame, endFrame }] of listStills(report, 'scenes').entries()) {
    t.like(report.scenes[i], { startFrame, endFrame });
    t.true(report.shots.some((shot) => shot.keyFrame === frame && shot.startFrame >= startFrame));
  }
  const safe = report.storyBreaks.filter((storyBreak) => storyBreak.safe);
  t.deepEqual(
    listStills(report, 'breaks').map(({ frame }) => frame),
    safe.flatMap(({ frame }) => [frame - 1, frame]),
  );
  t.deepEqual(
    listStills(report, 'boundaries').map(({ frame }) => frame),
    report.shots.slice(1).flatMap(({ transitionIn }) => [transitionIn.startFrame, transitionIn.endFrame]),
  );
});

test('every so many seconds, from the first frame on, tiling the video', (t) => {
  const grid = { frameRate: { numerator: 30_000, denominator: 1001 }, frameCount: 300 };
  const stills = listStillsEvery(2, grid);
  t.deepEqual(
    stills.map(({ frame }) => frame),
    [0, 59, 119, 179, 239, 299],
  );
  t.deepEqual(
    stills.map(({ startFrame, endFrame }) => [startFrame, endFrame]),
    stills.map(({ frame }, i) => [frame, stills[i + 1]?.frame ?? 300]),
  );
  t.is(listStillsEvery(0.01, grid).length, 300);
  t.is(listStillsEvery(86_400, grid).length, 1);
});

test('a still is exactly the frame that was asked for', async (t) => {
  const clips = {
    'b-frames.mp4': { outputOptions: ['-c:v', 'libx264', '-g', '90', '-bf', '3'] },
    'late.ts': { outputOptions: ['-c:v', 'mpeg2video', '-bf', '2', '-output_ts_offset', '7'], rate: '30000/1001' },
  };
  const frames = [0, 1, 24, 25, 26, 60, 98, 99];
  for (const [name, recipe] of Object.entries(clips)) {
    const path = await writeClip(ffmpeg, join(folder.path, name), {
      parts: [[PICTURES.chart, 5]],
      size: '160x90',
      sound: null,
      ...recipe,
    });
    const source = await openClip(path);
    const probe = await probeVideo(ffmpeg, source);
    const out = join(folder.path, `stills %d of ${name}`);
    await mkdir(out);
    const { signal } = new AbortController();
    const files = await takeStills({
      ...{ ffmpeg, source, probe, frames, width: 160, format: 'png', folder: out, signal, onStills: () => {} },
    });
    // Elsewhere, because ffmpeg takes the percent sign of the folder for a pattern when it reads a picture.
    const copies = frames.map((frame) => join(folder.path, files.get(frame)!));
    for (const [i, frame] of frames.entries()) await copyFile(join(out, files.get(frame)!), copies[i]!);
    const [whole, ...stills] = await decodeFiles(ffmpeg, [path, ...copies], 'format=rgb24');
    t.deepEqual(
      stills.map(({ hashes }) => hashes),
      frames.map((frame) => [whole!.hashes[frame]!]),
      name,
    );
  }
});

test('stills have square pixels, the width that was asked for and the format', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'wide.mp4'), {
    parts: [[PICTURES.chart, 1]],
    size: '160x90',
    filter: 'setsar=2/1',
    sound: null,
    outputOptions: ['-c:v', 'libx264'],
  });
  const source = await openClip(path);
  const probe = await probeVideo(ffmpeg, source);
  const out = join(folder.path, 'wide');
  await mkdir(out);
  const { signal } = new AbortController();
  const job = { ffmpeg, source, probe, frames: [3], width: 101, folder: out, signal, onStills: () => {} };
  const jpeg = await readFile(join(out, (await takeStills({ ...job, format: 'jpeg' })).get(3)!));
  t.deepEqual([...jpeg.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  const png = await readFile(join(out, (await takeStills({ ...job, format: 'png' })).get(3)!));
  // 160 x 90 with pixels twice as wide as high, 102 wide.
  t.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [102, 28]);
});

test('a frame that cannot be decoded is named', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'short.mp4'), {
    parts: [[PICTURES.chart, 1]],
    size: '160x90',
    sound: null,
    outputOptions: ['-c:v', 'libx264'],
  });
  const source = await openClip(path);
  const probe = await probeVideo(ffmpeg, source);
  const { signal } = new AbortController();
  const out = join(folder.path, 'short');
  await mkdir(out);
  const error = await t.throwsAsync(
    takeStills({
      ffmpeg,
      source,
      probe,
      frames: [10, 4000],
      width: 64,
      format: 'jpeg',
      folder: out,
      signal,
      onStills() {},
    }),
  );
  t.like(error, { kind: 'decode' });
  t.regex(error!.message, /frame 4000 of "short.mp4"/);
});
