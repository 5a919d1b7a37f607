import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import {
  decodeChunk,
  describeCommand,
  probeVideo,
  queryFfmpeg,
  runFfmpeg,
  type VideoProbe,
} from '../../../src/core/index.ts';
import { SOUND_DECODERS, VIDEO_DECODERS } from '../../../src/core/media/codecs.ts';
import { SMALL_FRAME } from '../../../src/core/shots/signals.ts';
import { makeFolder, openClip, testFfmpeg } from '../../helpers/clips.ts';
import { collect } from '../../helpers/collect.ts';

const ffmpeg = await testFfmpeg();
const encoders = new Set(
  [...(await queryFfmpeg(ffmpeg, ['-encoders'])).matchAll(/^ [VA][.\w]{5} (\S+)/gm)].map((m) => m[1]!),
);
const folder = await makeFolder();
test.after.always(() => folder.remove());
const at = (name: string) => join(folder.path, name);

/** Writes twelve moving pictures, with a tone where a codec for it is given. Gives the path. */
async function write(name: string, video: readonly string[], sound: readonly string[] = []): Promise<string> {
  const command = describeCommand().input('testsrc2=size=352x288:rate=25:duration=0.5').inputFormat('lavfi');
  if (sound.length > 0) command.input('sine=frequency=440:sample_rate=8000:duration=0.5').inputFormat('lavfi');
  command
    .output(at(name))
    .outputOptions(['-c:v', ...video, ...(sound.length > 0 ? ['-c:a', ...sound] : []), '-strict', '-2', '-y']);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command).ended;
  if (exitCode !== 0) throw new Error(`${name}: ${errors.join('\n')}`);
  return at(name);
}

const probe = async (path: string) => probeVideo(ffmpeg, await openClip(path));

/** How many pictures are decoded of a whole video. */
async function countDecoded(path: string, found: VideoProbe): Promise<number> {
  const range = { contextFrame: 0, startFrame: 0, endFrame: found.frameCount, sampleFps: 1, keyFramesOnly: false };
  const chunk = decodeChunk(ffmpeg, await openClip(path), found, {
    ...range,
    audio: false,
    smallFrame: SMALL_FRAME,
    inputSize: 16,
    threads: 1,
  });
  const streams = [chunk.smallFrames, chunk.squareFrames, chunk.thumbnails].map((stream) => collect(stream));
  const [{ counts }] = await Promise.all([chunk.pictures, ...streams, chunk.ended]);
  return counts.reduce((a, b) => a + b);
}

/** Encoder, container and decoder: codecs of games, screens and laboratories, that no one hands in. */
const UNLISTED = [
  ['magicyuv', 'mkv'],
  ['magicyuv', 'avi'],
  ['utvideo', 'avi'],
  ['ffvhuff', 'nut'],
  ['huffyuv', 'mov'],
  ['snow', 'avi'],
  ['cljr', 'avi'],
  ['zmbv', 'mkv'],
  ['flashsv', 'flv'],
  ['png', 'mov'],
  ['jpegls', 'nut'],
  ['tiff', 'mov'],
  ['asv1', 'avi'],
  ['qtrle', 'mov'],
  ['cfhd', 'mov'],
] as const;

for (const [codec, container] of UNLISTED.filter(([name]) => encoders.has(name)))
  test(`${codec} in ${container} is refused by its name`, async (t) => {
    const path = await write(`${codec}.${container}`, [codec]);
    const error = await t.throwsAsync(probe(path));
    t.like(error, { kind: 'input', retryable: false });
    t.regex(error!.message, new RegExp(`are coded as ${codec}, which Reelsight does not decode`));
  });

const LISTED: readonly (readonly [name: string, video: readonly string[], sound?: readonly string[]])[] = [
  ['h264.mp4', ['libx264'], ['aac']],
  ['hevc.mkv', ['libx265', '-x265-params', 'log-level=none'], ['ac3', '-ar', '48000']],
  ['vp8.webm', ['libvpx'], ['libvorbis', '-ar', '48000']],
  ['vp9.webm', ['libvpx-vp9', '-cpu-used', '8', '-deadline', 'realtime'], ['libopus', '-ar', '48000']],
  ['av1.mp4', ['libaom-av1', '-cpu-used', '8', '-b:v', '200k']],
  ['mpeg1.mpg', ['mpeg1video'], ['mp2', '-ar', '48000']],
  ['mpeg2.ts', ['mpeg2video'], ['eac3', '-ar', '48000']],
  ['mpeg4.avi', ['mpeg4'], ['libmp3lame', '-ar', '44100']],
  ['msmpeg4.avi', ['msmpeg4'], ['adpcm_ms']],
  ['wmv2.asf', ['wmv2'], ['wmav2', '-ar', '44100']],
  ['h263.3gp', ['h263']],
  ['flv1.flv', ['flv'], ['adpcm_swf', '-ar', '44100']],
  ['theora.ogv', ['libtheora'], ['flac']],
  ['prores.mov', ['prores_ks'], ['pcm_s24le']],
  ['dnxhd.mxf', ['dnxhd', '-profile:v', 'dnxhr_lb', '-pix_fmt', 'yuv422p'], ['pcm_s16le', '-ar', '48000']],
  ['mjpeg.mov', ['mjpeg', '-pix_fmt', 'yuvj420p'], ['alac']],
  ['ffv1.mkv', ['ffv1'], ['pcm_f32le']],
  ['v210.mov', ['v210', '-pix_fmt', 'yuv422p10le'], ['pcm_mulaw']],
  ['raw.nut', ['rawvideo'], ['pcm_u8']],
  ['rv20.rm', ['rv20']],
  ['gif.gif', ['gif']],
];

for (const [name, video, sound = []] of LISTED.filter(([, [codec]]) => encoders.has(codec!)))
  test(`${name} is read, with its sound`, async (t) => {
    const hasSound = sound.length > 0 && encoders.has(sound[0]!);
    const path = await write(name, video, hasSound ? sound : []);
    const found = await probe(path);
    const { width, frameCount, audioCodec, choices } = found;
    t.true((await countDecoded(path, found)) >= 11);
    t.is(width, 352);
    t.true(frameCount >= 11 && frameCount <= 14, `${frameCount}`);
    t.is(audioCodec !== null, hasSound);
    t.deepEqual(choices, []);
  });

test('a track of sound of a codec that is not listed is left out, with its name', async (t) => {
  const { videoCodec, audioStream, choices } = await probe(await write('tta.mkv', ['mpeg4'], ['tta']));
  t.is(videoCodec, 'mpeg4');
  t.is(audioStream, null);
  t.regex(choices.join(), /No track of sound can be decoded: track 1 \(tta/);
});

test('pictures that are not listed are refused by their own name, whatever lies before them', async (t) => {
  for (const order of ['0 1', '1 0']) {
    const path = at(`tta-magicyuv-${order[0]}.mkv`);
    const command = describeCommand().input('testsrc2=size=96x80:duration=0.4').inputFormat('lavfi');
    command.input('sine=duration=0.4').inputFormat('lavfi').output(path);
    command.outputOptions([...order.split(' ').flatMap((n) => ['-map', n]), '-c:v', 'magicyuv', '-c:a', 'tta', '-y']);
    t.is((await runFfmpeg(ffmpeg, command).ended).exitCode, 0);
    await t.throwsAsync(probe(path), { message: /are coded as magicyuv, which/ }, order);
  }
});

test('several tracks of sound that are not listed, of different codecs, leave the pictures', async (t) => {
  const path = at('two-sounds.mkv');
  const command = describeCommand().input('testsrc2=size=96x80:duration=0.4').inputFormat('lavfi');
  command.input('sine=duration=0.4').inputFormat('lavfi').output(path);
  const codecs = ['-c:v', 'mpeg4', '-c:a:0', 'tta', '-c:a:1', 'wavpack', '-c:a:2', 'aac'];
  command.outputOptions(['-map', '0', '-map', '1', '-map', '1', '-map', '1', ...codecs, '-y']);
  t.is((await runFfmpeg(ffmpeg, command).ended).exitCode, 0);
  t.like(await probe(path), { videoCodec: 'mpeg4', audioCodec: 'aac', audioStream: 3 });
});

test('of each listed codec the decoder that ffmpeg prefers is listed', async (t) => {
  const listed = new Set<string>([...VIDEO_DECODERS, ...SOUND_DECODERS]);
  const answer = await queryFfmpeg(ffmpeg, ['-codecs']);
  const codecs = [...answer.matchAll(/^ D.[VA]\S{3} (\S+) (.*)$/gm)].map(([, codec, rest]) => ({
    codec,
    // Named where there are several, or where one has another name.
    decoders: /\(decoders: ([^)]*?) *\)/.exec(rest!)?.[1]?.split(' ') ?? [codec!],
  }));
  const ours = codecs.filter(({ decoders }) => decoders.some((decoder) => listed.has(decoder)));
  t.true(ours.length > 70, `${ours.length}`);
  t.deepEqual(
    ours.filter(({ decoders }) => !listed.has(decoders[0]!)),
    [],
  );
});

test('covers and subtitles do not stand in the way', async (t) => {
  const clip = await write('plain.mp4', ['mpeg4'], ['aac', '-ar', '44100']);
  writeFileSync(at('texts.srt'), '1\n00:00:00,000 --> 00:00:00,400\nText\n');
  const cover = await write('cover.png', ['png', '-frames:v', '1']);
  const path = at('covered.mp4');
  const command = describeCommand().input(clip).input(at('texts.srt')).input(cover).output(path);
  command.outputOptions(['-map', '0', '-map', '1', '-map', '2', '-c', 'copy', '-c:s', 'mov_text']);
  command.outputOptions(['-disposition:v:1', 'attached_pic']);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command).ended;
  t.is(exitCode, 0, errors.join('\n'));
  t.like(await probe(path), { videoCodec: 'mpeg4', audioCodec: 'aac', choices: [] });
});

test('joined parts whose tracks have other numbers are followed to the end', async (t) => {
  const parts: Buffer[] = [];
  for (const pid of ['256', '512']) {
    const path = await write(`${pid}.ts`, ['mpeg2video', '-mpegts_start_pid', pid], ['mp2', '-ar', '48000']);
    parts.push(readFileSync(path));
  }
  writeFileSync(at('joined.ts'), Buffer.concat(parts));
  const found = await probe(at('joined.ts'));
  const pictures = found.pictureBlocks.counts.reduce((a, b) => a + b);
  t.true(pictures >= 24, `${pictures}`);
  t.deepEqual(found.choices, []);
  t.true((await countDecoded(at('joined.ts'), found)) >= 24);
});

test('the documentation lists the decoders', (t) => {
  const text = readFileSync(new URL('../../../docs/decoding.md', import.meta.url), 'utf8');
  for (const decoder of [...VIDEO_DECODERS, ...SOUND_DECODERS]) t.true(text.includes(`\`${decoder}\``), decoder);
});
