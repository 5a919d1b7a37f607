import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import webvtt from 'webvtt-parser';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight } from '../../helpers/command-line.ts';
import { hashFrames } from '../../helpers/frame-hashes.ts';
import { createReportOf } from '../../helpers/video-report.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const clip = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), {
  parts: [[PICTURES.chart, 4]],
  size: '160x90',
  outputOptions: ['-c:v', 'libx264', '-bf', '2', '-c:a', 'aac'],
});
const report = join(folder.path, 'report.json');
await writeFile(report, JSON.stringify(await createReportOf(clip, [24, 50, 77])));
test.after.always(() => folder.remove());

const take = (...args: string[]) => runReelsight(['thumbnails', clip, ...args]);

test('the frames on both sides of each boundary, exactly', async (t) => {
  const out = join(folder.path, 'sides');
  const args = ['--at', 'boundaries', '--width', '160', '--format', 'png', '--out', out];
  const { status, stderr, stdout } = await take('--report', report, ...args);
  t.is(status, 0, stderr);
  t.regex(stdout, /^clip\.mp4: 6 pictures in .*sides$/m);
  const { thumbnails, ...list } = JSON.parse(await readFile(join(out, 'thumbnails.json'), 'utf8'));
  t.like(list, { madeBy: 'reelsight thumbnails', at: 'boundaries' });
  const whole = await hashFrames(ffmpeg, clip, 'format=rgb24');
  const frames = [23, 24, 49, 50, 76, 77];
  t.deepEqual(
    thumbnails.map((still: { frame: number }) => still.frame),
    frames,
  );
  t.deepEqual(
    (await readdir(out)).sort(),
    [...thumbnails.map(({ file }: { file: string }) => file), 'thumbnails.json'].sort(),
  );
  for (const { file, frame } of thumbnails) t.deepEqual(await hashFrames(ffmpeg, join(out, file)), [whole[frame]]);
});

test('a sprite and its track, as players take them; no report is needed for every so many seconds', async (t) => {
  const out = join(folder.path, 'sprite');
  const { status, stderr } = await take('--every', '0.3', '--sprite', '--width', '80', '--out', out);
  t.is(status, 0, stderr);
  const { cues, errors } = new webvtt.WebVTTParser().parse(
    await readFile(join(out, 'thumbnails.vtt'), 'utf8'),
    'metadata',
  );
  t.deepEqual(errors, []);
  t.is(cues.length, 14);
  let end = 0;
  for (const [i, { text, startTime, endTime }] of cues.entries()) {
    t.is(startTime, end);
    t.is(text, `sprite.jpg#xywh=${(i % 10) * 80},${Math.floor(i / 10) * 46},80,46`);
    end = endTime;
  }
  t.is(end, 4);
  // Each place of the sheet looks like the still of its own.
  const look = (path: string, filter: string) =>
    hashFrames(ffmpeg, path, `${filter},scale=4:3:flags=area,format=gray,lutyuv=y=bitand(val\\,192)`);
  const stills = (await readdir(out)).filter((name) => name.startsWith('still-')).sort();
  t.is(stills.length, 14);
  const tile = async (i: number) =>
    look(join(out, 'sprite.jpg'), `crop=80:46:${(i % 10) * 80}:${Math.floor(i / 10) * 46}`);
  const matches = await Promise.all(
    [0, 7, 13].map(async (i) => String(await tile(i)) === String(await look(join(out, stills[i]!), 'null'))),
  );
  t.true(matches.every(Boolean), String(matches));
});

test('what cannot be is told', async (t) => {
  const cases: [string[], RegExp][] = [
    [['--at', 'breaks', '--sprite'], /--sprite shows what each picture stands for.*--every/],
    [['--every', '2', '--report', report], /--every.*cannot be used with.*--report/s],
    [['--every', 'often'], /"often"/],
    [['--width', '3'], /"3".*16 to 8192/s],
    [['--format', 'bmp'], /bmp.*jpeg, png, webp/s],
    [['--every', '1', '--out', folder.path], /holds .*which no earlier reelsight thumbnails left there/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = await take(...args);
    t.is(status, 2, args.join(' '));
    t.regex(stderr, message);
  }
});
