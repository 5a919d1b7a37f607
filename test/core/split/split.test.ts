import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { describeCommand, probeVideo, runFfmpeg } from '../../../src/core/index.ts';
import {
  CONTAINERS,
  copySegments,
  encodeSegments,
  findOwnContainer,
  nameSegment,
} from '../../../src/core/split/index.ts';
import { type ClipRecipe, makeFolder, openClip, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { type DecodedFile, decodeFiles, hashFrames } from '../../helpers/frame-hashes.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
test.after.always(() => folder.remove());

/** 100 frames, each another picture. */
const RECIPE: ClipRecipe = { parts: [[PICTURES.chart, 4]], size: '160x90' };
const CUTS = [17, 50, 51, 80];

async function prepare(name: string, recipe: ClipRecipe, mode: 'copy' | 'exact') {
  const path = await writeClip(ffmpeg, join(folder.path, name), { ...RECIPE, ...recipe });
  const source = await openClip(path);
  const probe = await probeVideo(ffmpeg, source);
  const container = mode === 'copy' ? findOwnContainer(probe.demuxer, name)! : CONTAINERS.mkv;
  const out = join(folder.path, `${name} ${mode} 100%d`);
  await mkdir(out);
  const job = {
    ...{
      ffmpeg,
      source,
      probe,
      container,
      cutFrames: CUTS,
      part: { startFrame: 0, endFrame: probe.frameCount, toEnd: true },
      folder: out,
    },
    nameFile: (position: number, count: number) => nameSegment(name, position, count, container.extension),
    signal: new AbortController().signal,
    onSegment: () => {},
  };
  return { path, out, probe, job };
}

/** What is in each segment, and all pictures of the video itself. */
async function decodeAll(path: string, out: string, files: readonly string[]) {
  const [whole, ...segments] = await decodeFiles(ffmpeg, [path, ...files.map((file) => join(out, file))]);
  return { whole: whole!.hashes, segments, pictures: segments.flatMap(({ hashes }) => hashes) };
}

const assertStartsAtZero = (t: ExecutionContext, { startSeconds }: DecodedFile, file: string) =>
  t.true(startSeconds < 0.1, `${file} starts at ${startSeconds}`);

const COPIED: Record<string, readonly string[]> = {
  'h264.mp4': ['-c:v', 'libx264', '-g', '12', '-bf', '2', '-c:a', 'aac'],
  'h264.mov': ['-c:v', 'libx264', '-g', '12', '-c:a', 'pcm_s16le'],
  'h264.mkv': ['-c:v', 'libx264', '-g', '12', '-bf', '2', '-c:a', 'libmp3lame'],
  'h264.ts': ['-c:v', 'libx264', '-g', '12', '-bf', '2', '-c:a', 'aac'],
  'vp8.webm': ['-c:v', 'libvpx', '-g', '12', '-keyint_min', '12', '-b:v', '1M', '-c:a', 'libvorbis'],
  'mpeg4.avi': ['-c:v', 'mpeg4', '-g', '12', '-c:a', 'libmp3lame'],
  'h264.flv': ['-c:v', 'libx264', '-g', '12', '-c:a', 'aac'],
  'msmpeg4.wmv': ['-c:v', 'msmpeg4', '-g', '12', '-c:a', 'wmav2'],
};
for (const [name, outputOptions] of Object.entries(COPIED))
  test(`${name} is cut at its key frames, no picture lost, none twice`, async (t) => {
    const { path, out, job } = await prepare(name, { outputOptions }, 'copy');
    const segments = await copySegments(job);
    t.true(segments.length > 3);
    t.deepEqual(
      (await readdir(out)).sort(),
      segments.map(({ file }) => file),
    );
    const decoded = await decodeAll(
      path,
      out,
      segments.map(({ file }) => file),
    );
    t.deepEqual(decoded.pictures, decoded.whole);
    let end = 0;
    for (const [i, { file, startFrame, endFrame, frames, lostFrames, wantedStartFrame }] of segments.entries()) {
      t.is(startFrame, end);
      // Some of these files have a place without a picture near their start.
      t.true(startFrame > 0 ? frames === endFrame - startFrame : frames <= endFrame);
      t.is(decoded.segments[i]!.hashes.length, frames);
      t.is(lostFrames, 0);
      t.true(wantedStartFrame === 0 || CUTS.includes(wantedStartFrame));
      t.true(Math.abs(startFrame - wantedStartFrame) <= 6, `${startFrame} for ${wantedStartFrame}`);
      assertStartsAtZero(t, decoded.segments[i]!, file);
      end = endFrame;
    }
    t.is(end, job.part.endFrame);
  });

test('pictures that an open group of pictures loses are counted', async (t) => {
  const outputOptions = ['-c:v', 'mpeg2video', '-g', '12', '-bf', '2', '-b:v', '2M', '-c:a', 'mp2'];
  const { path, out, job } = await prepare('open.ts', { outputOptions }, 'copy');
  const segments = await copySegments(job);
  const lost = segments.reduce((sum, { lostFrames }) => sum + lostFrames, 0);
  t.is(lost, 2 * (segments.length - 1));
  t.is(segments.reduce((sum, { frames }) => sum + frames, 0) + lost, 100);
  const { whole, pictures } = await decodeAll(
    path,
    out,
    segments.map(({ file }) => file),
  );
  const shown = new Set(pictures);
  // What is shown from each key frame on is the source's.
  for (const { startFrame, frames } of segments)
    for (const hash of whole.slice(startFrame, startFrame + frames)) t.true(shown.has(hash));
});

test('a video with one key frame stays whole', async (t) => {
  const outputOptions = ['-c:v', 'libx264', '-g', '1000', '-sc_threshold', '0'];
  const { job } = await prepare('one key.mp4', { outputOptions, sound: null }, 'copy');
  const segments = await copySegments(job);
  t.deepEqual(segments, [
    { file: 'one key-001.mp4', wantedStartFrame: 0, startFrame: 0, endFrame: 100, frames: 100, lostFrames: 0 },
  ]);
});

test('subtitles and every sound track come along without encoding', async (t) => {
  const { path, job } = await prepare('plain.mkv', { outputOptions: COPIED['h264.mkv'] }, 'copy');
  const full = join(folder.path, 'full.mkv');
  const text = join(folder.path, 'lines.srt');
  await writeFile(text, '1\n00:00:00,200 --> 00:00:00,500\nfirst\n\n2\n00:00:03,000 --> 00:00:03,500\nlast\n');
  const command = describeCommand()
    .input(path)
    .input(text)
    .output(full)
    .outputOptions(['-map', '0:v', '-map', '0:a', '-map', '0:a', '-map', '1', '-c', 'copy', '-y']);
  t.is((await runFfmpeg(ffmpeg, command).ended).exitCode, 0);
  const source = await openClip(full);
  const probe = await probeVideo(ffmpeg, source);
  const segments = await copySegments({ ...job, source, probe });
  for (const { file } of segments) {
    const look = describeCommand()
      .input(join(job.folder, file))
      .output('-')
      .outputOptions(['-map', '0:v', '-f', 'null']);
    const { log } = await runFfmpeg(ffmpeg, look, { keepLog: true }).ended;
    const streams = log.flatMap((line) => /Stream #0:\d+.*?: (Video|Audio|Subtitle)/.exec(line)?.[1] ?? []);
    t.deepEqual(streams.slice(0, 4), ['Video', 'Audio', 'Audio', 'Subtitle']);
  }
});

test('exact segments begin at the very frames; without loss they are the source’s pictures, each once', async (t) => {
  const recipes: Record<string, ClipRecipe> = {
    'exact.mp4': { outputOptions: ['-c:v', 'libx264', '-g', '1000', '-bf', '3', '-c:a', 'aac'] },
    'exact.ts': { outputOptions: ['-c:v', 'mpeg2video', '-bf', '2', '-c:a', 'mp2'], rate: '30000/1001' },
    'exact.avi': { outputOptions: ['-c:v', 'mpeg4', '-q:v', '3'], sound: null },
    'late.mkv': { outputOptions: ['-c:v', 'libx264', '-output_ts_offset', '5'] },
  };
  for (const [name, recipe] of Object.entries(recipes)) {
    const { path, out, probe, job } = await prepare(name, recipe, 'exact');
    const segments = await encodeSegments(job, 0);
    t.deepEqual(
      segments.map(({ startFrame, endFrame, frames }) => [startFrame, endFrame, frames]),
      [0, ...CUTS].map((start, i) => {
        const end = CUTS[i] ?? probe.frameCount;
        return [start, end, end - start];
      }),
      name,
    );
    const decoded = await decodeAll(
      path,
      out,
      segments.map(({ file }) => file),
    );
    t.deepEqual(decoded.pictures, decoded.whole, name);
    for (const [i, { file }] of segments.entries()) assertStartsAtZero(t, decoded.segments[i]!, file);
  }
});

test('pictures of uneven times are each in one exact segment; one without any repeats the picture on screen', async (t) => {
  // Every third picture is missing: its place on the grid has none of its own.
  const outputOptions = ['-c:v', 'libx264', '-vsync', 'vfr'];
  const { path, out, job, probe } = await prepare(
    'uneven.mkv',
    { outputOptions, filter: "select='mod(n,3)'" },
    'exact',
  );
  const segments = await encodeSegments({ ...job, cutFrames: [17, 80] }, 0);
  const { whole, pictures } = await decodeAll(
    path,
    out,
    segments.map(({ file }) => file),
  );
  t.deepEqual(pictures, whole);
  t.true(segments.some(({ startFrame, endFrame, frames }) => frames < endFrame - startFrame));
  // Frame 0 of the grid is picture 0, frame 1 picture 1, frame 2 has none.
  t.is(probe.frameCount > whole.length, true);
  const again = join(folder.path, 'held');
  await mkdir(again);
  const held = await encodeSegments({ ...job, folder: again, cutFrames: [2, 3] }, 0);
  t.deepEqual(
    held.map(({ frames }) => frames),
    [2, 1, whole.length - 2],
  );
  t.deepEqual(await hashFrames(ffmpeg, join(again, held[1]!.file)), [whole[1]]);
});

test('a picture that changes its size on the way is encoded in one size', async (t) => {
  const parts = [];
  for (const size of ['160x90', '80x50'])
    parts.push(
      await writeClip(ffmpeg, join(folder.path, `${size}.ts`), {
        parts: [[PICTURES.chart, 2]],
        size,
        sound: null,
        outputOptions: ['-c:v', 'libx264', '-g', '10', '-output_ts_offset', size === '160x90' ? '0' : '2'],
      }),
    );
  const { job } = await prepare('size.mkv', { outputOptions: ['-c:v', 'libx264'], sound: null }, 'exact');
  const path = join(folder.path, 'joined.ts');
  await writeFile(path, Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))));
  const source = await openClip(path);
  const probe = await probeVideo(ffmpeg, source);
  const segments = await encodeSegments(
    { ...job, source, probe, part: { startFrame: 0, endFrame: probe.frameCount, toEnd: true } },
    30,
  );
  // Joined like that, two pictures share a place of the grid.
  t.true(segments.reduce((sum, { frames }) => sum + frames, 0) >= probe.frameCount);
});

test('the sound of an exact segment is that of its time, to a hundredth of a second', async (t) => {
  // Loud from 2.00 s to 3.00 s.
  const sound = 'aevalsrc=between(t\\,2\\,3)*0.5*sin(3000*t):s=48000';
  const { out, job } = await prepare(
    'loud.mp4',
    { sound, outputOptions: ['-c:v', 'libx264', '-c:a', 'aac', '-b:a', '256k'] },
    'exact',
  );
  const segments = await encodeSegments({ ...job, cutFrames: [25, 50, 75] }, 23);
  const loudSeconds = async (file: string) => {
    const command = describeCommand()
      .input(join(out, file))
      .output('pipe:3')
      .outputOptions(['-map', '0:a', '-ac', '1', '-ar', '8000', '-f', 's16le']);
    const run = runFfmpeg(ffmpeg, command, { pipeCount: 1 });
    const chunks: Buffer[] = [];
    for await (const chunk of run.pipes[0]!) chunks.push(chunk as Buffer);
    await run.ended;
    const bytes = Buffer.concat(chunks);
    let loud = 0;
    for (let i = 0; i + 1 < bytes.length; i += 80 * 2) {
      const block = Array.from({ length: Math.min(80, (bytes.length - i) >> 1) }, (_, k) =>
        bytes.readInt16LE(i + 2 * k),
      );
      if (Math.max(...block.map(Math.abs)) > 4000) loud++;
    }
    return { loud: loud / 100, total: bytes.length / 2 / 8000 };
  };
  const wanted = [0, 0, 1, 0];
  for (const [i, { file }] of segments.entries()) {
    const { loud, total } = await loudSeconds(file);
    t.true(Math.abs(loud - wanted[i]!) <= 0.03, `${file}: ${loud} s are loud`);
    t.true(Math.abs(total - 1) <= 0.06, `${file}: ${total} s`);
  }
});

test('cancelling ends the cutting', async (t) => {
  const { job } = await prepare('cancel.mp4', { outputOptions: ['-c:v', 'libx264'] }, 'exact');
  const controller = new AbortController();
  const error = await t.throwsAsync(
    encodeSegments({ ...job, signal: controller.signal, onSegment: () => controller.abort() }, 18),
  );
  t.like(error, { kind: 'cancelled' });
});

for (const mode of ['copy', 'exact'] as const)
  test(`a sound track that does not decode takes neither pictures nor other sound with it (${mode})`, async (t) => {
    const made = await prepare(`one ${mode}.mp4`, { outputOptions: COPIED['h264.mp4'] }, mode);
    const path = join(folder.path, `lost ${mode}.mp4`);
    const command = describeCommand()
      .input(made.path)
      .output(path)
      .outputOptions(['-map', '0:v', '-map', '0:a', '-map', '0:a', '-c', 'copy', '-y']);
    t.is((await runFfmpeg(ffmpeg, command).ended).exitCode, 0);
    // The last track's samples are of a kind that nobody knows.
    const bytes = await readFile(path);
    for (const box of ['mp4a', 'esds']) bytes.write('zzzz', bytes.lastIndexOf(box));
    await writeFile(path, bytes);
    const source = await openClip(path);
    const probe = await probeVideo(ffmpeg, source);
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    const job = { ...made.job, source, probe, container: CONTAINERS.mkv, onWarning };
    const segments = mode === 'exact' ? await encodeSegments(job, 30) : await copySegments(job);
    t.regex(warnings.join(), /^Of 2 sound tracks 1 cannot be decoded and was left out: stream 2 \(.*\)\.$/);
    t.is(
      segments.reduce((sum, { frames }) => sum + frames, 0),
      100,
    );
    for (const { file } of segments) {
      const look = describeCommand().input(join(made.out, file)).output('-').outputOptions(['-map', '0', '-f', 'null']);
      const { log } = await runFfmpeg(ffmpeg, look, { keepLog: true }).ended;
      const streams = log.flatMap((line) => /Stream #0:\d+.*?: (Video|Audio)/.exec(line)?.[1] ?? []);
      t.deepEqual(streams.slice(0, streams.length / 2), ['Video', 'Audio'], file);
    }
  });
