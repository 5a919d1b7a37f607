import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { parse as parsePlaylist, type types } from 'hls-parser';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight, startReelsight } from '../../helpers/command-line.ts';
import { hashFrames } from '../../helpers/frame-hashes.ts';
import { writeStuckFfmpeg } from '../../helpers/stuck-ffmpeg.ts';
import { createReportOf } from '../../helpers/video-report.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const NAME = '=a "b" %d é <c>.mp4';
const clip = await writeClip(ffmpeg, join(folder.path, NAME), {
  parts: [[PICTURES.chart, 4]],
  size: '160x90',
  outputOptions: ['-c:v', 'libx264', '-g', '12', '-c:a', 'aac'],
});
const report = join(folder.path, 'report.json');
await writeFile(report, JSON.stringify(await createReportOf(clip, [24, 50, 77])));
test.after.always(() => folder.remove());

const out = join(folder.path, `${NAME}.segments`);
const NAMES = [1, 2, 3, 4].map((n) => `=a _b_ _d é _c_-00${n}`);

test.serial('segments, their lists and how far each lies from where it was wanted', async (t) => {
  // In the folder where they go by themselves.
  const { status, stdout, stderr } = await startReelsight(['split', clip, '--report', report, '--at', 'shots'], {
    cwd: folder.path,
  });
  t.is(status, 0, stderr);
  const files = NAMES.map((name) => `${name}.mp4`);
  t.deepEqual((await readdir(out)).sort(), [...files, 'segments.csv', 'segments.json'].sort());
  const { segments, ...list } = JSON.parse(await readFile(join(out, 'segments.json'), 'utf8'));
  t.like(list, { madeBy: 'reelsight split', video: NAME, at: 'shots', mode: 'copy' });
  t.deepEqual(
    segments.map((segment: Record<string, number>) => [
      segment.wantedStartFrame,
      segment.startFrame,
      segment.offFrames,
    ]),
    [
      [0, 0, 0],
      [24, 24, 0],
      [50, 48, -2],
      [77, 72, -5],
    ],
  );
  const rows: Record<string, string>[] = parse(await readFile(join(out, 'segments.csv')), { columns: true });
  t.deepEqual(
    rows.map(({ file }) => file),
    files.map((file) => `'${file}`),
    'a spreadsheet does not run it',
  );
  t.regex(stdout, /-003\.mp4 +1\.920 to 2\.880 s, 24 frames, 0\.080 s \(2 frames\) early/);
  t.regex(stdout, /2 of 4 segments begin at another frame than wanted; --exact/);
  t.deepEqual(
    (await Promise.all(files.map((file) => hashFrames(ffmpeg, `file:${join(out, file)}`)))).flat(),
    await hashFrames(ffmpeg, clip),
  );
});

test.serial('a second run replaces the first; a folder with other files is refused, and stays', async (t) => {
  const split = (...args: string[]) => runReelsight(['split', clip, '--report', report, '--out', out, ...args]);
  t.is((await split('--at', 'breaks', '--exact', '--to', 'ts', '--crf', '0', '--break-duration', '30')).status, 0);
  const files = NAMES.map((name) => `${name}.ts`);
  t.deepEqual((await readdir(out)).sort(), [...files, 'segments.csv', 'segments.json', 'segments.m3u8'].sort());
  const text = await readFile(join(out, 'segments.m3u8'), 'utf8');
  const { segments } = parsePlaylist(text) as types.MediaPlaylist;
  t.deepEqual(
    segments.map(({ uri, duration, markers }) => [decodeURIComponent(uri), duration, markers[0]?.duration]),
    files.map((file, i) => [file, [0.96, 1.04, 1.08, 0.92][i], i === 0 ? undefined : 30]),
  );
  // ffmpeg plays the list: every picture once and in order. It takes addresses of files as they are, not as URLs.
  const played = join(out, 'played.m3u8');
  await writeFile(
    played,
    text.replace(/^%3D.*$/gm, (line) => decodeURIComponent(line)),
  );
  t.deepEqual(await hashFrames(ffmpeg, played), await hashFrames(ffmpeg, clip));
  await rm(played);

  await writeFile(join(out, 'mine.txt'), 'x');
  const before = await readdir(out);
  const { status, stderr } = await split('--at', 'shots');
  t.is(status, 2);
  t.regex(stderr, /holds "mine\.txt", which no earlier reelsight split left there\. Choose another folder with --out/);
  t.deepEqual(await readdir(out), before);
});

test.serial('what cannot be is told, and leaves nothing', async (t) => {
  const other = await writeClip(ffmpeg, join(folder.path, 'other.mp4'), {
    parts: [[PICTURES.chart, 0.4]],
    size: '160x90',
    sound: null,
  });
  const note = join(folder.path, 'note.json');
  await writeFile(note, '{}');
  const gif = join(folder.path, 'moving.gif');
  await writeClip(ffmpeg, gif, { parts: [['testsrc', 1]], size: '80x60', sound: null });
  const gifReport = join(folder.path, 'gif.json');
  await writeFile(gifReport, JSON.stringify(await createReportOf(gif, [4])));
  const before = (await readdir(folder.path)).sort();
  const cases: [string[], RegExp][] = [
    [
      ['split', other, '--report', report],
      /report\.json" is of another video than "other\.mp4": bytes \d+ in the report, \d+ in/,
    ],
    [['split', clip, '--report', note], /note\.json" is not a report of `reelsight analyze`/],
    [['split', clip, '--report', 'none.json'], /none\.json": there is no such file/],
    [['split', gif, '--report', gifReport], /"moving\.gif" \(gif\) is not cut without encoding it\. Use --exact/],
    [['split', clip, '--at', 'acts'], /acts.*shots, scenes, breaks/s],
    [['split', clip, '--exact', '--copy'], /--copy.*cannot be used with.*--exact/s],
    [['split', clip, '--crf', '99'], /"99".*0 to 51/s],
    [['split', 'nothing.mp4'], /nothing\.mp4": there is no such file/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr, stdout } = await runReelsight([...args, '--out', join(folder.path, 'none')]);
    t.is(status, 2, args.join(' '));
    t.regex(stderr, message);
    t.is(stdout, '');
  }
  t.deepEqual((await readdir(folder.path)).sort(), before);
});

test.serial('Ctrl-C leaves nothing behind and exits with 130', async (t) => {
  const place = join(folder.path, 'stopped');
  await mkdir(place);
  const { path, stuck } = await writeStuckFfmpeg(ffmpeg, join(folder.path, 'stuck'), { words: 'libx264', after: 0 });
  let partial: string[] = [];
  const { status, stderr } = await startReelsight(
    ['split', clip, '--report', report, '--exact', '--out', join(place, 'deep', 'out')],
    {
      env: { FFMPEG_PATH: path },
      onStart: (child) =>
        void stuck.then(async () => {
          partial = await readdir(join(place, 'deep'));
          child.kill('SIGINT');
        }),
    },
  );
  t.is(status, 130, stderr);
  t.is(partial.length, 1);
  t.deepEqual(await readdir(place), []);
});
