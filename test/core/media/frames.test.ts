import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import test from 'ava';
import {
  decodePiece,
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
  const piece = decodePiece(ffmpeg, await openClip(path), probe, {
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
  const [small, square, thumbnails, audio, result] = await Promise.all([
    hashAll(piece.smallFrames, (frame) => {
      if (firstPicture.length === 0) firstPicture = Uint8Array.from(frame);
    }),
    hashAll(piece.squareFrames),
    hashAll(piece.thumbnails),
    piece.audio,
    piece.ended,
  ]);
  return { contextFrame, small, firstPicture, square, thumbnails, audio, result };
}

const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast'];
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
        'keyint=30:open-gop=1:bframes=3',
        '-c:a',
        'aac',
      ],
    },
  ],
  'h264 in a transport stream': ['a.ts', { outputOptions: [...X264, '-g', '40', '-c:a', 'mp2'] }],
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
        'log-level=none:keyint=40',
        '-c:a',
        'libvorbis',
      ],
    },
  ],
  'vp9 in WebM': [
    'a.webm',
    {
      sound: null,
      outputOptions: ['-c:v', 'libvpx-vp9', '-b:v', '200k', '-deadline', 'realtime', '-cpu-used', '8', '-g', '50'],
    },
  ],
  'mpeg4 in AVI': ['a.avi', { outputOptions: ['-c:v', 'mpeg4', '-bf', '2', '-g', '25', '-c:a', 'mp2'] }],
  'interlaced mpeg2': [
    'a.mpg',
    { sound: null, outputOptions: ['-c:v', 'mpeg2video', '-flags', '+ilme+ildct', '-g', '12'] },
  ],
  'motion JPEG in QuickTime, odd size': [
    'a.mov',
    { filter: 'format=yuvj444p,crop=213:117', sound: null, outputOptions: ['-c:v', 'mjpeg', '-q:v', '5'] },
  ],
  'variable frame rate': [
    'v.mkv',
    {
      filter: "select='not(mod(n,7))+lt(mod(n,23),9)'",
      outputOptions: [...X264, '-vsync', 'vfr', '-g', '30', '-c:a', 'aac'],
    },
  ],
  'ten bits': [
    't.mp4',
    { sound: null, outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-g', '30'] },
  ],
  '59.94 fps, non-square pixels': [
    'n.mp4',
    { rate: '60000/1001', filter: 'setsar=4/3', sound: null, outputOptions: [...X264, '-g', '60'] },
  ],
};

for (const [name, [file, recipe]] of Object.entries(CASES)) {
  test(`a piece of ${name} is the same wherever it is cut`, async (t) => {
    const path = await writeClip(ffmpeg, join(folder.path, `cut-${file}`), recipe);
    const probe = await probeVideo(ffmpeg, await openClip(path));
    t.true(probe.canBeCut);
    const whole = await decode(path, probe, 0, probe.frameCount);
    t.deepEqual(whole.result.errors, []);
    t.true(Math.abs(whole.small.length - probe.frameCount) <= 1, 'the plan knows the length');
    t.true(new Set(whole.small).size > 40, 'the pictures differ');
    const square: number[] = [];
    const thumbnails: number[] = [];
    for (let start = 0; start < probe.frameCount; start += 37) {
      const piece = await decode(path, probe, start, Math.min(start + 37, probe.frameCount));
      t.deepEqual(piece.small, whole.small.slice(piece.contextFrame, start + 37));
      square.push(...piece.square);
      thumbnails.push(...piece.thumbnails);
    }
    t.deepEqual(square, whole.square);
    t.deepEqual(thumbnails, whole.thumbnails);
    const sampled = whole.small.map((_, n) => n).filter((n) => isSampled(n, 2, probe.frameRate));
    t.is(whole.square.length, sampled.length);
  });
}

test('cuts lie on their exact frames', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'exact.mp4'), {
    outputOptions: ['-c:v', 'libx264', '-qp', '10'],
  });
  const probe = await probeVideo(ffmpeg, await openClip(path));
  t.like(probe, {
    frameCount: 150,
    frameRate: { numerator: 25, denominator: 1 },
    startSeconds: 0,
    width: 320,
    height: 180,
  });
  const piece = decodePiece(ffmpeg, await openClip(path), probe, {
    contextFrame: 0,
    startFrame: 0,
    endFrame: 150,
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
    for await (const frame of piece.smallFrames) {
      differences.push(previous ? frame.reduce((sum, v, i) => sum + Math.abs(v - previous![i]!), 0) / frame.length : 0);
      previous = Uint8Array.from(frame);
    }
  };
  await Promise.all([measure(), drain(piece.squareFrames), drain(piece.thumbnails)]);
  const largest = differences.map((d, n) => ({ d, n })).sort((a, b) => b.d - a.d);
  t.deepEqual(
    largest
      .slice(0, 2)
      .map(({ n }) => n)
      .sort((a, b) => a - b),
    [50, 100],
  );
});

test('a picture that starts after the sound keeps its time', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'late.mkv'), {
    filter: 'setpts=PTS+0.8/TB',
    outputOptions: [...X264, '-c:a', 'aac'],
  });
  const source = await openClip(path);
  const probe = await probeVideo(ffmpeg, source);
  t.true(Math.abs(probe.startSeconds - 0.8) < 0.05, `starts at ${probe.startSeconds}`);
  const { audio, small } = await decode(path, probe, 0, probe.frameCount);
  t.is(small.length, 150);
  t.true(audio!.levelsDb.length >= 58 && audio!.levelsDb.length <= 69);
  t.true(audio!.levelsDb[1]! > -40, 'the sound starts at 0');
});

test('the shape of pixels is told', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'wide.mp4'), {
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

test('key frames alone are held to the end, also in pieces', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'key.mp4'), {
    sound: null,
    outputOptions: [...X264, '-g', '60', '-sc_threshold', '0'],
  });
  const probe = await probeVideo(ffmpeg, await openClip(path));
  const whole = await decode(path, probe, 0, probe.frameCount, true);
  t.is(whole.small.length, probe.frameCount);
  t.is(new Set(whole.small).size, 3);
  const last = await decode(path, probe, 140, probe.frameCount, true);
  t.deepEqual(last.small, whole.small.slice(last.contextFrame));
});

for (const sizes of [
  ['320x180', '160x90'],
  ['1280x720', '160x90'],
])
  test(`a size that changes from ${sizes.join(' to ')} mid-stream does not restart the grid`, async (t) => {
    const [a, b] = await Promise.all(
      sizes.map((size, part) =>
        writeClip(ffmpeg, join(folder.path, `${sizes[0]}-${size}.ts`), {
          size,
          sound: null,
          outputOptions: [...X264, '-bsf:v', 'h264_mp4toannexb', '-output_ts_offset', String(part * 6)],
        }),
      ),
    );
    const { readFile, writeFile } = await import('node:fs/promises');
    const path = join(folder.path, `resize-${sizes[0]}.ts`);
    await writeFile(path, Buffer.concat([await readFile(a!), await readFile(b!)]));
    const probe = await probeVideo(ffmpeg, await openClip(path));
    const { small } = await decode(path, probe, 0, probe.frameCount);
    t.true(small.length <= probe.frameCount);
    t.true(small.length > 150, 'pictures of the second size are there too');
  });

test('a small frame of a large picture is nearly the mean of all its lines', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'large.mp4'), {
    size: '1920x1080',
    parts: [[PICTURES.fractal, 0.4]],
    sound: null,
    outputOptions: X264,
  });
  const probe = await probeVideo(ffmpeg, await openClip(path));
  const piece = decodePiece(ffmpeg, await openClip(path), probe, {
    ...{ contextFrame: 0, startFrame: 0, endFrame: 1, sampleFps: 1, keyFramesOnly: false, audio: false, threads: 1 },
    smallFrame: SMALL,
    inputSize: INPUT_SIZE,
  });
  const firsts = await Promise.all(
    [piece.smallFrames, piece.squareFrames, piece.thumbnails].map(async (frames) => {
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
