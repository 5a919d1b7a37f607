import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { picturePaths, type Report, reportSchema } from '../../../src/core/index.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight, startReelsight } from '../../helpers/command-line.ts';
import { writeStuckFfmpeg } from '../../helpers/stuck-ffmpeg.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const clip = await writeClip(ffmpeg, join(folder.path, 'three shots.mp4'), {
  outputOptions: ['-c:v', 'libx264', '-qp', '15', '-g', '30', '-c:a', 'aac'],
});
test.after.always(() => folder.remove());

const readReport = (out: string): Report =>
  reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
const withoutUsage = ({ usage: _, ...report }: Report): string => JSON.stringify(report);

test.serial('analyze writes a report, a page and thumbnails, and nothing else', async (t) => {
  const out = join(folder.path, 'one');
  const { status, stdout, stderr } = await runReelsight(['analyze', clip, '--out', out, '--workers', '1']);
  t.is(status, 0, stderr);
  t.regex(stdout, /shots +3/);
  t.deepEqual(readdirSync(out).sort(), ['report.html', 'report.json', 'thumbnails']);
  t.deepEqual(
    readdirSync(folder.path).filter((name) => name.includes('partial')),
    [],
  );
  const report = readReport(out);
  t.deepEqual(
    readdirSync(join(out, 'thumbnails'))
      .sort()
      .map((name) => `thumbnails/${name}`),
    picturePaths(report),
  );
  t.like(report.video, {
    name: 'three shots.mp4',
    frameCount: 150,
    durationSeconds: 6,
    videoCodec: 'h264',
    audioCodec: 'aac',
  });
  t.deepEqual(
    report.shots.map(({ startFrame, endFrame, transitionIn }) => [startFrame, endFrame, transitionIn.type]),
    [
      [0, 50, 'start'],
      [50, 100, 'cut'],
      [100, 150, 'cut'],
    ],
  );
  t.deepEqual(
    report.shots.map(({ startTimecode }) => startTimecode),
    ['00:00:00:00', '00:00:02:00', '00:00:04:00'],
  );
  t.is(report.scenes[0]!.startFrame, 0);
  t.is(report.scenes.at(-1)!.endFrame, 150);
  t.is(report.brandSafety.categories.filter(({ status }) => status === 'assessed').length, 4);
  t.true(report.brandSafety.categories.every((c) => c.status === 'assessed' || (c.risk === null && c.model === null)));
  t.is(report.usage.framesInferred, 12);
});

test.serial('workers and chunks do not change the report', async (t) => {
  const out = join(folder.path, 'many');
  const { status, stderr } = await runReelsight(['analyze', clip, '--out', out, '--workers', '2', '--chunk', '0.9']);
  t.is(status, 0, stderr);
  t.notRegex(stderr, /warning/i);
  const report = readReport(out);
  t.true(report.usage.chunks > 5);
  t.deepEqual(report.usage.notes, []);
  t.is(withoutUsage(report), withoutUsage(readReport(join(folder.path, 'one'))));
  for (const name of readdirSync(join(out, 'thumbnails')))
    t.deepEqual(
      readFileSync(join(out, 'thumbnails', name)),
      readFileSync(join(folder.path, 'one', 'thumbnails', name)),
    );
});

test.serial('--json prints the report, --format chooses the files, a second run replaces the first', async (t) => {
  const out = join(folder.path, 'one');
  const { status, stdout, stderr } = await runReelsight([
    'analyze',
    clip,
    '--out',
    out,
    '--json',
    '--format',
    'csv,vtt',
    '--preset',
    'fast',
  ]);
  t.is(status, 0, stderr);
  const printed = reportSchema.parse(JSON.parse(stdout));
  t.is(printed.options.preset, 'fast');
  t.deepEqual(
    printed.warnings.map(({ code }) => code),
    ['key-frames-only'],
  );
  t.deepEqual(printed, readReport(out));
  const names = readdirSync(out);
  t.true(names.includes('report.json') && !names.includes('report.html'));
  t.true(names.some((name) => name.endsWith('.csv')) && names.some((name) => name.endsWith('.vtt')));
});

test('without a video it explains itself', async (t) => {
  const { status, stdout, stderr } = await runReelsight(['analyze']);
  t.is(status, 2);
  t.is(stdout, '');
  t.regex(stderr, /--demo/);
});

test('--demo analyses a clip made on the spot, with as many breaks as are asked for', async (t) => {
  const out = join(folder.path, 'demo');
  // What the network sees is not the point.
  const args = ['--sample-fps', '0.2', '--breaks', '2', '--break-spacing', '5', '--no-break-ranges', '0:25-27'];
  const { status, stderr } = await runReelsight(['analyze', '--demo', '--out', out, ...args]);
  t.is(status, 0, stderr);
  const report = readReport(out);
  t.is(report.video.durationSeconds, 39);
  t.deepEqual(
    report.shots.slice(1).map(({ transitionIn: { type, endFrame } }) => (type === 'cut' ? endFrame : type)),
    [125, 225, 'fade', 450, 550, 650, 775, 875],
  );
  t.deepEqual(report.options.breaks, {
    count: 2,
    perHour: null,
    spacingSeconds: 5,
    noBreakZones: [{ startSeconds: 25, endSeconds: 27 }],
  });
  t.is(report.storyBreaks.length, 2);
  t.true(report.storyBreaks.some(({ frame }) => frame > 300 && frame < 350));
  t.true(report.storyBreaks.every(({ seconds }) => seconds < 25 || seconds >= 27));
  t.is(report.breakCandidates.filter(({ outcome }) => outcome === 'chosen').length, 2);
  t.true(report.cues.some(({ type }) => type === 'black'));
  t.true(report.cues.some(({ type }) => type === 'silence'));
});

test('wrong options are refused with what was received', async (t) => {
  const cases: [string[], RegExp][] = [
    [['analyze', clip, '--preset', 'best'], /best.*fast, balanced, accurate/s],
    [['analyze', clip, '--format', 'pdf'], /"pdf".*json/s],
    [['analyze', clip, '--workers', '0'], /"0".*1 to 256/s],
    [['analyze', clip, '--sample-fps', 'many'], /"many"/],
    [['analyze', clip, '--extra-model', 'nobody'], /nobody/],
    [['analyze', clip, '--breaks', '-1'], /"-1".*0 to 1000/s],
    [['analyze', clip, '--breaks', '2.5'], /"2.5".*whole number/s],
    [['analyze', clip, '--breaks', '2', '--breaks-per-hour', '3'], /cannot be used with/],
    [['analyze', clip, '--break-spacing', '0'], /"0".*1 to 86400/s],
    [['analyze', clip, '--no-break-ranges', '60-0'], /"60-0".*from earlier to later/s],
    [['analyze', clip, '--no-break-ranges', '10'], /"10".*0-60,9:00-10:00/s],
    [['analyse', clip], /unknown command/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = await runReelsight(args);
    t.is(status, 2, args.join(' '));
    t.regex(stderr, message);
  }
});

test('Ctrl-C leaves nothing behind and exits with 130', async (t) => {
  for (const [name, ...extra] of [['one'], ['pool', '--workers', '2']]) {
    const place = join(folder.path, `interrupted ${name}`);
    mkdirSync(place);
    // The second chunk that is begun never ends; by one worker, after the first one has.
    const { path, stuck } = await writeStuckFfmpeg(ffmpeg, join(folder.path, `stuck ${name}`), {
      words: 'pipe:5',
      after: 1,
    });
    const args = ['analyze', clip, '--out', join(place, 'out'), '--chunk', '2', ...extra];
    let partial: string[] = [];
    const { status, stderr } = await startReelsight(args, {
      env: { FFMPEG_PATH: path },
      onStart: (child) =>
        void stuck.then(() => {
          partial = readdirSync(place);
          child.kill('SIGINT');
        }),
    });
    t.is(status, 130, stderr);
    t.is(partial.length, 1);
    t.deepEqual(readdirSync(place), []);
  }
});

test.serial('timecodes begin where --start-timecode says, and a start that cannot be is refused at once', async (t) => {
  const out = join(folder.path, 'started');
  const args = ['analyze', clip, '--out', out, '--preset', 'fast', '--workers', '1', '--format', 'edl,csv'];
  for (const [start, message] of [
    ['00:00:00:25', /00:00:00:25 does not exist at the 25 frames a second/],
    ['00:00:00;00', /only 29\.97 and 59\.94 frames a second have drop-frame/],
    ['source', /no start timecode of its own/],
    ['noon', /give source, zero or HH:MM:SS:FF/],
  ] as const) {
    const { status, stderr } = await runReelsight([...args, '--start-timecode', start]);
    t.is(status, 2);
    t.regex(stderr, message);
    t.notRegex(stderr, /Measuring/);
  }
  const { status, stderr } = await runReelsight([...args, '--start-timecode', '10:00:00:00']);
  t.is(status, 0, stderr);
  t.regex(readFileSync(join(out, 'shots.edl'), 'utf8'), /^001 {2}AX .* 10:00:00:00 /m);
  t.regex(readFileSync(join(out, 'shots.csv'), 'utf8'), /^0,0,0,.*,10:00:00:00,/m);
  t.is(readReport(out).shots[0]!.startTimecode, '00:00:00:00');
});
