import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { type Report, reportSchema } from '../../../src/core/index.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight } from '../../helpers/command-line.ts';
import { hashFrames } from '../../helpers/frame-hashes.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '3', '-x264-params', 'keyint=20:open-gop=1'];
const recipe = {
  parts: [
    [PICTURES.fractal, 4],
    [PICTURES.chart, 4],
    [PICTURES.deepFractal, 4],
    [PICTURES.clock, 4],
  ],
  size: '160x90',
} as const;
const clip = await writeClip(ffmpeg, join(folder.path, 'film.mp4'), {
  ...recipe,
  outputOptions: [...X264, '-c:a', 'aac'],
});
test.after.always(() => folder.remove());

const read = (out: string): Report =>
  reportSchema.parse(JSON.parse(readFileSync(join(folder.path, out, 'report.json'), 'utf8')));
const withoutUsage = ({ usage: _, ...report }: Report): string => JSON.stringify(report);

async function analyse(video: string, out: string, ...args: string[]): Promise<Report> {
  const { status, stderr } = await runReelsight(['analyze', video, '--out', join(folder.path, out), ...args]);
  if (status !== 0) throw new Error(stderr);
  return read(out);
}

const PART = ['--start', '6.2', '--end', '00:00:14:00'];
const FORMATS = ['--format', 'json,csv,edl,otio,vtt'];

test.serial('a part has the cuts of the whole video inside it, at the times of the file', async (t) => {
  const whole = await analyse(clip, 'whole', '--workers', '1');
  const { stdout, status } = await runReelsight([
    ...['analyze', clip, '--out', join(folder.path, 'part'), '--workers', '1'],
    ...PART,
    ...FORMATS,
  ]);
  t.is(status, 0);
  t.regex(stdout, /film\.mp4: 16\.00 s/);
  t.regex(stdout, /part {10}6\.20 to 14\.00 s \(frames 155 to 349\): nothing else was analysed/);
  const part = read('part');
  t.deepEqual(part.video.part, { startFrame: 155, endFrame: 350, startSeconds: 6.2, endSeconds: 14 });
  t.like(part.video, { frameCount: 400, durationSeconds: 16, startSeconds: 0 });
  t.like(part.options, { start: 6.2, end: '00:00:14:00' });
  t.not(part.id, whole.id);
  const cutsOf = ({ shots }: Report) =>
    shots.slice(1).map(({ startFrame, startTimecode, startSeconds, transitionIn }) => ({
      startFrame,
      startTimecode,
      startSeconds,
      type: transitionIn.type,
    }));
  t.deepEqual(
    cutsOf(part),
    cutsOf(whole).filter(({ startFrame }) => startFrame > 155 && startFrame < 350),
  );
  t.is(cutsOf(part).length, 2);
  t.like(part.shots[0], {
    startFrame: 155,
    transitionIn: { type: 'start', startFrame: 155, endFrame: 155, confidence: 1 },
  });
  t.is(part.shots.at(-1)!.endFrame, 350);
  t.deepEqual([part.scenes[0]!.startFrame, part.scenes.at(-1)!.endSeconds], [155, 14]);
  t.deepEqual(part.video.pictures, { inFile: 195, analyzed: 195, missingShare: 0, missing: [] });
  t.deepEqual(
    part.warnings.filter(({ code }) => code !== 'no-breaks'),
    [],
  );
  t.is(part.timeline.shotChange.length, 195);
  t.is(part.frames[0]!.frame, 155);
  t.true(part.frames.every(({ frame, seconds }) => frame >= 155 && frame < 350 && seconds === frame / 25));
  t.is(part.usage.framesDecoded, 195);
  t.true(
    part.shots.every(
      ({ keyFrame, thumbnail }) => thumbnail === `thumbnails/frame-${String(keyFrame).padStart(7, '0')}.jpg`,
    ),
  );
});

test.serial('exports of a part name the places of the original video', (t) => {
  const text = (name: string) => readFileSync(join(folder.path, 'part', name), 'utf8');
  const rows: Record<string, string>[] = parse(text('shots.csv'), { columns: true });
  t.deepEqual(
    rows.map(({ startFrame, startSeconds }) => [startFrame, startSeconds]),
    [
      ['155', '6.2'],
      ['200', '8'],
      ['300', '12'],
    ],
  );
  t.regex(text('shots.edl'), /001 {2}AX {7}V {5}C {8}00:00:06:05 00:00:08:00 00:00:06:05 00:00:08:00/);
  t.regex(text('chapters.vtt'), /^00:00:06\.200 --> /m);
  const otio = JSON.parse(text('timeline.otio'));
  const [track] = otio.tracks.children;
  const [first] = track.children;
  t.is(otio.global_start_time.value, 155);
  t.like(first.source_range, { start_time: { value: 155 }, duration: { value: 45 } });
  t.like(first.media_references.DEFAULT_MEDIA.available_range, { start_time: { value: 0 }, duration: { value: 400 } });
  t.is(track.markers[0].marked_range.start_time.value, 0, 'the timeline begins with the part');
});

for (const [name, outputOptions] of [
  ['film.mp4', null],
  ['film.ts', [...X264, '-c:a', 'mp2']],
  ['film.mkv', [...X264, '-c:a', 'libvorbis']],
] as const)
  test.serial(`${name}: a part is the same by one worker and by several, in one chunk and in many`, async (t) => {
    const video =
      outputOptions === null ? clip : await writeClip(ffmpeg, join(folder.path, name), { ...recipe, outputOptions });
    const one = await analyse(video, `${name} one`, '--workers', '1', ...PART);
    const many = await analyse(video, `${name} many`, '--workers', '2', '--chunk', '2.3', ...PART);
    t.is(withoutUsage(many), withoutUsage(one));
    t.true(many.usage.chunks > 4);
    t.deepEqual([...one.usage.notes, ...many.usage.notes], []);
    t.not(one.loudness, null);
  });

test.serial('split and thumbnails by the report of a part cover the part', async (t) => {
  const report = join(folder.path, 'part', 'report.json');
  const out = join(folder.path, 'segments');
  const split = (...args: string[]) =>
    runReelsight(['split', clip, '--report', report, '--at', 'shots', '--out', out, ...args]);
  const list = () => JSON.parse(readFileSync(join(out, 'segments.json'), 'utf8')).segments;
  const ranges = () => list().map(({ startFrame, endFrame }: Record<string, number>) => [startFrame, endFrame]);
  t.is((await split('--exact', '--crf', '0')).status, 0);
  t.deepEqual(ranges(), [
    [155, 200],
    [200, 300],
    [300, 350],
  ]);
  const frames = await hashFrames(ffmpeg, clip);
  const written = list().map(({ file }: { file: string }) => hashFrames(ffmpeg, `file:${join(out, file)}`));
  t.deepEqual((await Promise.all(written)).flat(), frames.slice(155, 350));
  t.is((await split('--copy')).status, 0);
  const [first, last] = [ranges()[0], ranges().at(-1)];
  t.true(first[0] <= 155 && first[0] > 155 - 21, 'from the key frame before');
  t.true(last[1] >= 350 && last[1] < 350 + 21, 'to the key frame behind');
  const stills = join(folder.path, 'stills');
  t.is((await runReelsight(['thumbnails', clip, '--report', report, '--out', stills])).status, 0);
  const { thumbnails } = JSON.parse(readFileSync(join(stills, 'thumbnails.json'), 'utf8'));
  t.deepEqual(
    thumbnails.map(({ frame }: { frame: number }) => frame),
    read('part').shots.map(({ keyFrame }) => keyFrame),
  );
});

test.serial('a part that the video does not have is told before anything is measured', async (t) => {
  const fail = async (...args: string[]) => {
    const { status, stderr } = await runReelsight(['analyze', clip, '--out', join(folder.path, 'none'), ...args]);
    t.is(status, 2, stderr);
    return stderr;
  };
  t.regex(await fail('--start', '20'), /starts at 20 s, beyond the end: "film\.mp4" is 16\.00 s \(00:00:16:00\) long/);
  t.regex(await fail('--end', '0:16.1'), /ends at 16\.1 s, beyond the end/);
  t.regex(await fail('--start', '9', '--end', '8'), /a part must end after it starts/);
  t.regex(await fail('--start', '-3'), /start: .*give seconds/);
  t.regex(await fail('--end', 'noon'), /end: .*give seconds \(90\.5\), a clock time/);
});
