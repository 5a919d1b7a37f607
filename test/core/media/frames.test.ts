import { readFileSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import test from 'ava';
import {
  decodeChunk,
  describeCommand,
  isSampled,
  probeVideo,
  runFfmpeg,
  type VideoProbe,
} from '../../../src/core/index.ts';
import { type ClipRecipe, makeFolder, openClip, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';

const SMALL = { width: 48, height: 27 };
const INPUT_SIZE = 299;
const CONTEXT = 8;

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
test.after.always(() => folder.remove());

async function decode(path: string, probe: VideoProbe, startFrame: number, endFrame: number, keyFramesOnly = false) {
  const contextFrame = Math.max(0, startFrame - CONTEXT);
  const decoded = decodeChunk(ffmpeg, await openClip(path), probe, {
    contextFrame,
    startFrame,
    endFrame,
    sampleFps: 2,
    keyFramesOnly,
    audio: startFrame === 0 && endFrame === probe.frameCount,
    smallFrame: SMALL,
    inputSize: INPUT_SIZE,
    threads: 1,
  });
  const hashAll = async (frames: AsyncIterable<Uint8Array>, onFrame = (_: Uint8Array) => {}) => {
    const hashes: number[] = [];
    for await (const frame of frames) {
      hashes.push(crc32(frame));
      onFrame(frame);
    }
    return hashes;
  };
  let firstPicture = new Uint8Array(0);
  const [small, square, thumbnails, audio, pictures, result] = await Promise.all([
    hashAll(decoded.smallFrames, (frame) => {
      if (firstPicture.length === 0) firstPicture = Uint8Array.from(frame);
    }),
    hashAll(decoded.squareFrames),
    hashAll(decoded.thumbnails),
    decoded.audio.then((reading) => reading?.sound ?? null),
    decoded.pictures,
    decoded.ended,
  ]);
  return { contextFrame, small, firstPicture, square, thumbnails, audio, pictures, result };
}

/** 100 frames with a cut on 35 and on 65. Small: how large a picture is changes nothing of where it lies in time. */
const SHORT: ClipRecipe = {
  parts: [
    [PICTURES.fractal, 1.4],
    [PICTURES.chart, 1.2],
    [PICTURES.deepFractal, 1.4],
  ],
  size: '160x90',
};
const LONG: ClipRecipe = { parts: [[PICTURES.chart, 16]], size: '96x54', rate: '12' };
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast'];
/** Where chunks begin, as shares of the video: late enough to start decoding at a key frame that is not the first. */
const CUTS = [0, 0.61, 0.87];
const CASES: Record<string, [file: string, recipe: ClipRecipe]> = {
  'h264 with B frames and open groups': [
    'a.mp4',
    {
      outputOptions: [
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-x264-params',
        'keyint=15:open-gop=1:bframes=3',
        '-c:a',
        'aac',
      ],
    },
  ],
  'h264 in a transport stream': ['a.ts', { outputOptions: [...X264, '-g', '20', '-c:a', 'mp2'] }],
  // Long enough for decoding to begin after its start: players seek in such streams by the clock alone.
  'a long transport stream': ['long.ts', { ...LONG, outputOptions: [...X264, '-bf', '2', '-g', '6', '-c:a', 'mp2'] }],
  'a long program stream': [
    'long.mpg',
    { ...LONG, rate: '25', outputOptions: ['-c:v', 'mpeg2video', '-bf', '2', '-g', '6', '-c:a', 'mp2'] },
  ],
  'hevc in Matroska, 29.97 fps': [
    'a.mkv',
    {
      rate: '30000/1001',
      outputOptions: [
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-x265-params',
        'log-level=none:keyint=15',
        '-c:a',
        'libvorbis',
      ],
    },
  ],
  'vp9 in WebM': [
    'a.webm',
    {
      sound: null,
      outputOptions: ['-c:v', 'libvpx-vp9', '-b:v', '200k', '-deadline', 'realtime', '-cpu-used', '8', '-g', '15'],
    },
  ],
  'mpeg4 in AVI': ['a.avi', { outputOptions: ['-c:v', 'mpeg4', '-bf', '2', '-g', '15', '-c:a', 'mp2'] }],
  'interlaced mpeg2': [
    'a.mpg',
    { sound: null, outputOptions: ['-c:v', 'mpeg2video', '-flags', '+ilme+ildct', '-g', '12'] },
  ],
  'motion JPEG in QuickTime, odd size': [
    'a.mov',
    { filter: 'format=yuvj444p,crop=107:59', sound: null, outputOptions: ['-c:v', 'mjpeg', '-q:v', '5'] },
  ],
  'variable frame rate': [
    'v.mkv',
    {
      filter: "select='not(mod(n,7))+lt(mod(n,23),9)'",
      outputOptions: [...X264, '-vsync', 'vfr', '-g', '10', '-c:a', 'aac'],
    },
  ],
  'ten bits': [
    't.mp4',
    { sound: null, outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-g', '15'] },
  ],
  '59.94 fps, non-square pixels': [
    'n.mp4',
    { rate: '60000/1001', filter: 'setsar=4/3', sound: null, outputOptions: [...X264, '-g', '30'] },
  ],
};

for (const [name, [file, recipe]] of Object.entries(CASES)) {
  test(`a chunk of ${name} is the same wherever it is cut`, async (t) => {
    const path = await writeClip(ffmpeg, join(folder.path, `cut-${file}`), { ...SHORT, ...recipe });
    const probe = await probeVideo(ffmpeg, await openClip(path));
    t.true(probe.isSplittable);
    const whole = await decode(path, probe, 0, probe.frameCount);
    t.deepEqual(whole.result.errors, []);
    t.true(Math.abs(whole.small.length - probe.frameCount) <= 1, 'the plan knows the length');
    t.true(new Set(whole.small).size > 40, 'the pictures differ');
    const square: number[] = [];
    const thumbnails: number[] = [];
    const pictures = whole.pictures.counts.map(() => 0);
    const starts = CUTS.map((share) => Math.floor(share * probe.frameCount));
    for (const [i, start] of starts.entries()) {
      const end = starts[i + 1] ?? probe.frameCount;
      const decoded = await decode(path, probe, start, end);
      t.deepEqual(decoded.small, whole.small.slice(decoded.contextFrame, end));
      decoded.pictures.counts.forEach((count, k) => {
        pictures[decoded.pictures.firstBlock + k]! += count;
      });
      square.push(...decoded.square);
      thumbnails.push(...decoded.thumbnails);
    }
    t.deepEqual(square, whole.square);
    t.deepEqual(thumbnails, whole.thumbnails);
    t.deepEqual(pictures, whole.pictures.counts, 'each picture counts once, for the chunk that has its slot');
    // Where each slot has a picture, as many were decoded as are different from the one before.
    t.is(
      pictures.reduce((sum, count) => sum + count, 0),
      whole.small.filter((hash, n) => hash !== whole.small[n - 1]).length,
    );
    const sampled = whole.small.map((_, n) => n).filter((n) => isSampled(n, 2, probe.frameRate));
    t.is(whole.square.length, sampled.length);
  });
}

test('cuts lie on their exact frames', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'exact.mp4'), {
    ...SHORT,
    outputOptions: ['-c:v', 'libx264', '-qp', '10'],
  });
  const probe = await probeVideo(ffmpeg, await openClip(path));
  t.like(probe, {
    frameCount: 100,
    frameRate: { numerator: 25, denominator: 1 },
    startSeconds: 0,
    width: 160,
    height: 90,
  });
  const decoded = decodeChunk(ffmpeg, await openClip(path), probe, {
    contextFrame: 0,
    startFrame: 0,
    endFrame: 100,
    sampleFps: 1,
    keyFramesOnly: false,
    audio: false,
    smallFrame: SMALL,
    inputSize: INPUT_SIZE,
    threads: 1,
  });
  const differences: number[] = [];
  let previous: Uint8Array | null = null;
  const drain = async (frames: AsyncIterable<Uint8Array>) => {
    for await (const _ of frames);
  };
  const measure = async () => {
    for await (const frame of decoded.smallFrames) {
      differences.push(previous ? frame.reduce((sum, v, i) => sum + Math.abs(v - previous![i]!), 0) / frame.length : 0);
      previous = Uint8Array.from(frame);
    }
  };
  await Promise.all([measure(), drain(decoded.squareFrames), drain(decoded.thumbnails)]);
  const largest = differences.map((d, n) => ({ d, n })).sort((a, b) => b.d - a.d);
  t.deepEqual(
    largest
      .slice(0, 2)
      .map(({ n }) => n)
      .sort((a, b) => a - b),
    [35, 65],
  );
});

test('a picture that starts after the sound keeps its time', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'late.mkv'), {
    ...SHORT,
    filter: 'setpts=PTS+0.8/TB',
    outputOptions: [...X264, '-c:a', 'aac'],
  });
  const source = await openClip(path);
  const probe = await probeVideo(ffmpeg, source);
  t.true(Math.abs(probe.startSeconds - 0.8) < 0.05, `starts at ${probe.startSeconds}`);
  const { audio, small } = await decode(path, probe, 0, probe.frameCount);
  t.is(small.length, 100);
  t.true(audio!.levelsDb.length >= 38 && audio!.levelsDb.length <= 49);
  t.true(audio!.levelsDb[1]! > -40, 'the sound starts at 0');
});

test('the shape of pixels is told', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'wide.mp4'), {
    parts: [[PICTURES.chart, 0.2]],
    filter: 'setsar=4/3',
    sound: null,
    outputOptions: X264,
  });
  t.like(await probeVideo(ffmpeg, await openClip(path)), {
    width: 320,
    height: 180,
    displayWidth: 427,
    displayHeight: 180,
    rotationDegrees: 0,
  });
});

/** Writes the matrix by which players turn the pictures of an MP4, as phones do. */
function turnVideo(bytes: Buffer, matrix: readonly number[]): Buffer {
  const turned = Buffer.from(bytes);
  // Of the only track; after the name of the box, its version 0 has 40 bytes before the matrix.
  const at = turned.indexOf('tkhd') + 4 + 40;
  for (const [i, value] of matrix.entries()) turned.writeInt32BE(value * (i % 3 === 2 ? 1 << 30 : 1 << 16), at + 4 * i);
  return turned;
}

test('a rotation is told, and pictures are turned by it', async (t) => {
  const upright = await writeClip(ffmpeg, join(folder.path, 'upright.mp4'), {
    parts: [[PICTURES.chart, 1]],
    sound: null,
    outputOptions: X264,
  });
  const quarter = join(folder.path, 'quarter.mp4');
  writeFileSync(quarter, turnVideo(readFileSync(upright), [0, 1, 0, -1, 0, 0, 180, 0, 1]));
  const size = { width: 320, height: 180, displayWidth: 180, displayHeight: 320 };
  t.like(await probeVideo(ffmpeg, await openClip(quarter)), { ...size, rotationDegrees: 90 });

  const half = join(folder.path, 'half.mp4');
  writeFileSync(half, turnVideo(readFileSync(upright), [-1, 0, 0, 0, -1, 0, 320, 180, 1]));
  const [before, after] = await Promise.all(
    [upright, half].map(async (path) => {
      const probe = await probeVideo(ffmpeg, await openClip(path));
      const { firstPicture } = await decode(path, probe, 0, probe.frameCount);
      return { degrees: probe.rotationDegrees, pixels: firstPicture };
    }),
  );
  t.is(after!.degrees, 180);
  // RGB: the last pixel of one is the first of the other.
  const count = SMALL.width * SMALL.height;
  const differenceOf = (place: (pixel: number) => number) =>
    before!.pixels.reduce(
      (sum, value, i) => sum + Math.abs(value - after!.pixels[3 * place(Math.floor(i / 3)) + (i % 3)]!),
      0,
    ) / before!.pixels.length;
  t.true(differenceOf((pixel) => count - 1 - pixel) < 3, String(differenceOf((pixel) => count - 1 - pixel)));
  t.true(differenceOf((pixel) => pixel) > 20);
});

test('key frames alone are held to the end, also in chunks', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'key.mp4'), {
    ...SHORT,
    sound: null,
    outputOptions: [...X264, '-g', '40', '-sc_threshold', '0'],
  });
  const probe = await probeVideo(ffmpeg, await openClip(path));
  const whole = await decode(path, probe, 0, probe.frameCount, true);
  t.is(whole.small.length, probe.frameCount);
  t.is(new Set(whole.small).size, 3);
  const last = await decode(path, probe, 93, probe.frameCount, true);
  t.deepEqual(last.small, whole.small.slice(last.contextFrame));
});

for (const sizes of [
  ['320x180', '160x90'],
  // So large that lines of it are left out.
  ['960x540', '160x90'],
])
  test(`a size that changes from ${sizes.join(' to ')} mid-stream does not restart the grid`, async (t) => {
    const [a, b] = await Promise.all(
      sizes.map((size, part) =>
        writeClip(ffmpeg, join(folder.path, `${sizes[0]}-${size}.ts`), {
          parts: [[PICTURES.chart, 2]],
          size,
          sound: null,
          outputOptions: [...X264, '-bsf:v', 'h264_mp4toannexb', '-output_ts_offset', String(part * 2)],
        }),
      ),
    );
    const path = join(folder.path, `resize-${sizes[0]}.ts`);
    await writeFile(path, Buffer.concat([await readFile(a!), await readFile(b!)]));
    const probe = await probeVideo(ffmpeg, await openClip(path));
    const { small } = await decode(path, probe, 0, probe.frameCount);
    t.true(small.length <= probe.frameCount);
    t.true(small.length > 50, 'pictures of the second size are there too');
  });

test('a small frame of a large picture is nearly the mean of all its lines', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'large.mp4'), {
    size: '1920x1080',
    parts: [[PICTURES.fractal, 0.12]],
    sound: null,
    outputOptions: X264,
  });
  const probe = await probeVideo(ffmpeg, await openClip(path));
  const decoded = decodeChunk(ffmpeg, await openClip(path), probe, {
    ...{ contextFrame: 0, startFrame: 0, endFrame: 1, sampleFps: 1, keyFramesOnly: false, audio: false, threads: 1 },
    smallFrame: SMALL,
    inputSize: INPUT_SIZE,
  });
  const firsts = await Promise.all(
    [decoded.smallFrames, decoded.squareFrames, decoded.thumbnails].map(async (frames) => {
      let first: Uint8Array | null = null;
      for await (const frame of frames) first ??= Uint8Array.from(frame);
      return first!;
    }),
  );
  const command = describeCommand();
  command.input(path);
  command
    .output('pipe:3')
    .outputOptions(['-vf', 'scale=48:27:flags=area,format=rgb24', '-frames:v', '1', '-f', 'rawvideo']);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1 });
  const whole = Buffer.concat(await run.pipes[0]!.toArray());
  await run.ended;
  t.is(whole.length, firsts[0]!.length);
  const differences = firsts[0]!.map((value, i) => Math.abs(value - whole[i]!));
  t.true(differences.reduce((sum, d) => sum + d, 0) / whole.length < 3);
});
