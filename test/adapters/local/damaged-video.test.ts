import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { describeCommand, type Report, reportSchema, runFfmpeg } from '../../../src/core/index.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight } from '../../helpers/command-line.ts';
import { type Damage, damageFile } from '../../helpers/damage.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const at = (name: string) => join(folder.path, name);
test.after.always(() => folder.remove());

const SECONDS = 10;
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '2'];

/** What the network sees is nowhere the point: a frame every four seconds will do. */
async function analyze(video: string, out: string, ...args: readonly string[]) {
  const { status, stderr } = await runReelsight(
    ['analyze', video, '--out', at(out), '--format', 'json', '--sample-fps', '0.25', ...args],
    {},
  );
  const path = join(at(out), 'report.json');
  const report: Report | null = existsSync(path) ? reportSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
  return { status, stderr, report: report! };
}

/** Analyses videos in one run; gives the report of each by its file's name. */
async function analyzeMany(videos: readonly string[], out: string, ...args: readonly string[]) {
  const run = await runReelsight(
    ['analyze', ...videos, '--out', at(out), '--format', 'json', '--sample-fps', '0.25', ...args],
    {},
  );
  if (run.status !== 0) throw new Error(run.stderr);
  return (name: string): Report =>
    reportSchema.parse(JSON.parse(readFileSync(join(at(out), `${name}.reelsight`, 'report.json'), 'utf8')));
}

const codes = ({ warnings }: Report) => warnings.map(({ code }) => code);
const withoutUsage = ({ usage: _, ...report }: Report) => report;

/** The same whether measured by one worker or by several. */
async function analyzeBothWays(t: { deepEqual(a: unknown, b: unknown): void }, video: string, out: string) {
  const one = await analyze(video, `${out}-one`);
  const several = await analyze(video, `${out}-several`, '--chunk', '2');
  if (one.report) t.deepEqual(withoutUsage(several.report), withoutUsage(one.report));
  return one;
}

const FILMS: Record<string, [file: string, options: readonly string[]]> = {
  'H.264 in MP4': ['h264.mp4', [...X264, '-movflags', '+faststart']],
  'H.264 in a transport stream': ['h264.ts', X264],
  'HEVC in Matroska': [
    'hevc.mkv',
    ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:keyint=25'],
  ],
  'VP9 in WebM': [
    'vp9.webm',
    ['-c:v', 'libvpx-vp9', '-b:v', '300k', '-deadline', 'realtime', '-cpu-used', '8', '-g', '25'],
  ],
  'MPEG-2 in a transport stream': ['mpeg2.ts', ['-c:v', 'mpeg2video', '-q:v', '5', '-g', '12']],
};
const clipOf = (file: string, outputOptions: readonly string[], sound: string | null = null) =>
  writeClip(ffmpeg, at(file), { parts: [['testsrc2', SECONDS]], size: '160x90', sound, outputOptions });

const DAMAGES: readonly Damage[] = ['zeros', 'noise'];
const BY_SEVERAL = ['broken-h264.mp4', 'broken-h264.ts', 'broken-hevc.mkv'];

/** Many videos in few runs: each by one worker, and those by several too whose container differs. */
const films = (async () => {
  const paths = [];
  for (const [i, [file, options]] of Object.values(FILMS).entries()) {
    const path = await clipOf(file, options);
    const damage = DAMAGES[i % DAMAGES.length]!;
    paths.push(path, damageFile(path, at(`broken-${file}`), damage));
  }
  return {
    one: await analyzeMany(paths, 'one'),
    several: await analyzeMany(BY_SEVERAL.map(at), 'several', '--chunk', '2'),
  };
})();
films.catch(() => {});

for (const [what, [file]] of Object.entries(FILMS)) {
  test(`${what}: all of it is seen, and a hole in it is told and never safe`, async (t) => {
    const { one, several } = await films;
    const whole = one(file);
    t.deepEqual(whole.video.pictures, { inFile: 250, analyzed: 250, missingShare: 0, missing: [] });
    t.is(whole.brandSafety.notSeen, null);
    const broken = `broken-${file}`;
    const report = one(broken);
    if (BY_SEVERAL.includes(broken)) t.deepEqual(withoutUsage(several(broken)), withoutUsage(report));
    const { pictures } = report.video;
    t.true(pictures.analyzed < 225, `${pictures.analyzed} pictures`);
    t.true(pictures.missing.length > 0);
    t.true(pictures.missing.every(({ startSeconds, endSeconds }) => startSeconds >= 3 && endSeconds <= SECONDS + 0.1));
    t.not(report.brandSafety.verdict, 'safe');
    t.regex(report.brandSafety.notSeen!.text, /of the pictures could not be decoded/);
    t.true(codes(report).some((code) => code === 'damaged' || code === 'pictures-missing'));
    t.deepEqual(
      report.cues.filter(({ type }) => type === 'freeze'),
      [],
      'a picture that is held over the hole is not frozen',
    );
    t.true(report.brandSafety.categories.every(({ verdict }) => verdict !== 'safe'));
  });
}

test('pictures that are shown with wrong parts leave a doubt', async (t) => {
  const path = await clipOf('wrong.mp4', FILMS['H.264 in MP4']![1]);
  const { report } = await analyzeBothWays(t, damageFile(path, at('wrong-bytes.mp4'), 'bytes', [0.3, 0.8]), 'wrong');
  t.not(report.brandSafety.verdict, 'safe');
  t.not(report.brandSafety.notSeen, null);
  t.true(codes(report).includes('damaged'));
});

test('a file that was cut short lacks its end', async (t) => {
  const path = await clipOf('short.mkv', FILMS['H.264 in MP4']![1].slice(0, -2));
  const { report } = await analyzeBothWays(t, damageFile(path, at('cut.mkv'), 'cut'), 'cut');
  t.true(codes(report).includes('cut-short'));
  t.not(report.brandSafety.verdict, 'safe');
  const { missing, missingShare } = report.video.pictures;
  t.true(Math.abs(missing.at(-1)!.endSeconds - SECONDS) < 0.1);
  t.true(missingShare > 0.3 && missingShare < 0.5);
});

test('a film of which next to nothing decodes is refused with the counts', async (t) => {
  const path = await clipOf('noise.mp4', FILMS['H.264 in MP4']![1]);
  const broken = damageFile(path, at('all-noise.mp4'), 'noise', [0.06, 1]);
  const { status, stderr, report } = await analyze(broken, 'all-noise');
  t.is(status, 2, stderr);
  t.regex(stderr, /Only \d+ of the 250 pictures of "all-noise.mp4" could be decoded/);
  t.falsy(report);
});

test('sound that cannot be decoded takes no picture with it', async (t) => {
  const path = await clipOf('sound.mov', [...X264, '-c:a', 'aac'], 'sine=f=440');
  // The name of the track's codec, and what else tells it: no ffmpeg decodes what phones record under this one.
  writeFileSync(
    at('apac.mov'),
    readFileSync(path, 'latin1').replaceAll('mp4a', 'apac').replaceAll('esds', 'apad'),
    'latin1',
  );
  const { status, stderr, report } = await analyzeBothWays(t, at('apac.mov'), 'apac');
  t.is(status, 0, stderr);
  t.is(report.video.pictures.analyzed, 250);
  t.is(report.loudness, null);
  t.false(codes(report).includes('damaged'));
  if (report.video.audioCodec !== null) t.true(codes(report).includes('sound-not-measured'));
});

test('garbage in the sound takes no picture with it', async (t) => {
  const clean = await clipOf('clean.mkv', [...X264, '-c:a', 'aac'], 'sine=f=440');
  const path = at('garbage.mkv');
  const command = describeCommand().input(clean).output(path);
  await runFfmpeg(ffmpeg, command.outputOptions(['-c', 'copy', '-bsf:a', 'noise=3'])).ended;
  const { status, stderr, report } = await analyzeBothWays(t, path, 'garbage');
  t.is(status, 0, stderr);
  t.is(report.video.pictures.analyzed, 250);
  t.deepEqual(report.video.pictures.missing, []);
  t.is(report.brandSafety.notSeen, null);
  t.true(codes(report).some((code) => code === 'damaged' || code === 'sound-not-measured'));
});

test('sound that is longer than the pictures is told, and no picture is missing then', async (t) => {
  const video = await clipOf('pictures.mkv', X264);
  const path = at('longer.mkv');
  const command = describeCommand().input(video).input('sine=f=440:d=14').inputFormat('lavfi').output(path);
  await runFfmpeg(ffmpeg, command.outputOptions(['-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'aac'])).ended;
  const { report } = await analyzeBothWays(t, path, 'longer');
  t.deepEqual(
    codes(report).filter((code) => code !== 'no-breaks'),
    ['sound-longer'],
  );
  t.regex(report.warnings.find(({ code }) => code === 'sound-longer')!.message, /goes on for [34]\.\d s/);
  t.deepEqual(report.video.pictures.missing, []);
});

test('one key frame is not called a freeze by the fast preset, nor enough to call a film safe', async (t) => {
  const path = await writeClip(ffmpeg, at('one-key.mp4'), {
    ...{ parts: [['testsrc2', 6]], size: '160x90', sound: null },
    outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '9999', '-sc_threshold', '0'],
  });
  const { report } = await analyze(path, 'one-key', '--preset', 'fast');
  t.is(report.video.pictures.analyzed, 1);
  t.deepEqual(report.video.pictures.missing, []);
  t.deepEqual(report.cues, []);
  t.true(codes(report).includes('few-key-frames'));
  t.not(report.brandSafety.verdict, 'safe');
  const balanced = await analyze(path, 'one-key-balanced');
  t.is(balanced.report.video.pictures.analyzed, 150);
  t.false(codes(balanced.report).includes('few-key-frames'));
});
