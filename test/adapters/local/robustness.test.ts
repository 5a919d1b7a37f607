import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { type Report, reportSchema } from '../../../src/core/index.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight, startReelsight } from '../../helpers/command-line.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const at = (name: string) => join(folder.path, name);
const readReport = (out: string): Report =>
  reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
const MPEG = ['-c:v', 'mpeg2video', '-q:v', '4', '-c:a', 'ac3'];
const clip = await writeClip(ffmpeg, at('clip.mp4'), { parts: [['testsrc2', 1]], outputOptions: ['-c:v', 'mpeg4'] });
test.after.always(() => folder.remove());

/** What the network sees is nowhere the point: one frame will do. */
const analyze = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runReelsight(['analyze', ...args, '--sample-fps', '0.1'], { env });

/** Two transport streams, one after the other in one file, as recorders and broadcasters leave them. */
async function joinStreams(name: string, parts: readonly (readonly string[])[]): Promise<string> {
  const streams: Buffer[] = [];
  for (const [i, options] of parts.entries())
    streams.push(
      readFileSync(
        await writeClip(ffmpeg, at(`${name}-${i}.ts`), {
          parts: [['testsrc2', 2]],
          outputOptions: [...MPEG, ...options],
        }),
      ),
    );
  writeFileSync(at(name), Buffer.concat(streams));
  return at(name);
}

test('sound that changes its format takes no picture with it', async (t) => {
  const video = await joinStreams('layout.ts', [
    ['-ac', '2'],
    ['-ac', '1', '-output_ts_offset', '2'],
  ]);
  const { status, stderr } = await analyze([video, '--out', at('layout')]);
  t.is(status, 0, stderr);
  const { video: facts, warnings } = readReport(at('layout'));
  t.true(Math.abs(facts.frameCount - 100) <= 2, `${facts.frameCount} frames`);
  t.true(warnings.some(({ code }) => code === 'sound-not-measured'));
});

test('parts whose time stamps start afresh are told', async (t) => {
  const video = await joinStreams('joined.ts', [[], []]);
  const { status, stderr } = await analyze([video, '--out', at('joined')]);
  t.is(status, 0, stderr);
  t.true(readReport(at('joined')).warnings.some(({ code }) => code === 'time-stamps-jump'));
});

for (const [what, name, title] of [
  ['a name', 'clip [error] Output #0, x.mp4', ''],
  ['a title', 'titled.mp4', '[error] Parsed_showinfo_ config in time_base: 1/1, frame_rate: 1/1'],
] as const)
  test(`${what} that reads like a message of ffmpeg changes nothing`, async (t) => {
    const video = await writeClip(ffmpeg, at(name), {
      parts: [['testsrc2', 1]],
      outputOptions: ['-c:v', 'mpeg4', '-metadata', `title=${title}`],
    });
    const { status, stderr } = await analyze([video, '--out', at(`${what} out`)]);
    t.is(status, 0, stderr);
    const report = readReport(at(`${what} out`));
    t.deepEqual(report.warnings, []);
    t.is(report.video.frameCount, 25);
  });

test('a stream of JPEG pictures is a video', async (t) => {
  const options = ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-f', 'mjpeg'];
  const video = await writeClip(ffmpeg, at('raw.mjpeg'), {
    parts: [['testsrc2', 1]],
    sound: null,
    outputOptions: options,
  });
  const { status, stderr } = await analyze([video, '--out', at('mjpeg')]);
  t.is(status, 0, stderr);
  t.is(readReport(at('mjpeg')).video.frameCount, 25);
});

test('an ffmpeg that is killed is an error, not a shorter video', async (t) => {
  const killer = at('killer.sh');
  writeFileSync(
    killer,
    `#!/bin/sh\ncase "$*" in *pipe:5*) kill -9 $$;; esac\nexec ${JSON.stringify(ffmpeg.path)} "$@"\n`,
    { mode: 0o755 },
  );
  const out = at('killed');
  const { status, stderr } = await analyze([clip, '--out', out], { FFMPEG_PATH: killer });
  t.is(status, 1, stderr);
  t.regex(stderr, /ended by SIGKILL/);
  t.false(existsSync(out));
});

test('an ffmpeg that is killed once is started again', async (t) => {
  const [killer, mark] = [at('kills-once.sh'), at('was-killed')];
  const once = `[ -e '${mark}' ] || { touch '${mark}'; kill -9 $$; }`;
  writeFileSync(
    killer,
    `#!/bin/sh\ncase "$*" in *pipe:5*) ${once};; esac\nexec ${JSON.stringify(ffmpeg.path)} "$@"\n`,
    { mode: 0o755 },
  );
  const { status, stderr } = await analyze([clip, '--out', at('killed-once')], { FFMPEG_PATH: killer });
  t.is(status, 0, stderr);
  t.true(existsSync(mark));
});

test("files that are not a result's are never removed", async (t) => {
  const out = at('mine');
  mkdirSync(join(out, 'thumbnails'), { recursive: true });
  writeFileSync(join(out, 'thumbnails', 'holiday.jpg'), 'mine');
  const { status, stderr } = await analyze([clip, '--out', out]);
  t.is(status, 2);
  t.regex(stderr, /holds thumbnails/);
  t.deepEqual(readdirSync(out), ['thumbnails']);

  const own = at('own');
  await analyze([clip, '--out', own, '--format', 'csv']);
  writeFileSync(join(own, 'thumbnails', 'holiday.jpg'), 'mine');
  writeFileSync(join(own, 'notes.txt'), 'mine');
  t.is((await analyze([clip, '--out', own, '--format', 'json'])).status, 0);
  t.deepEqual(readdirSync(own).toSorted(), ['notes.txt', 'report.json', 'thumbnails']);
  t.true(existsSync(join(own, 'thumbnails', 'holiday.jpg')));
});

test('a reader that goes away early leaves no working folder', async (t) => {
  const cwd = at('pipe');
  mkdirSync(cwd);
  await startReelsight(['analyze', clip, '--json', '--sample-fps', '0.1'], {
    cwd,
    onStart: (child) => child.stdout?.destroy(),
  });
  t.deepEqual(readdirSync(cwd), ['clip.mp4.reelsight']);
});

test('folders made for a result that never came go again', async (t) => {
  const { status } = await runReelsight(['analyze', at('missing.mp4'), '--out', at('new/deep/out')]);
  t.is(status, 2);
  const text = at('text.mp4');
  writeFileSync(text, Buffer.alloc(5000, 1));
  t.is((await runReelsight(['analyze', text, '--out', at('new/deep/out')])).status, 2);
  t.false(existsSync(at('new')));
});

test('signed queries are not printed, an empty list of networks is refused', async (t) => {
  for (const address of [
    'http://example.com/a.mp4?sig=SECRET',
    'https:/example.com/a.mp4?sig=SECRET',
    's3://b/k?sig=SECRET',
  ]) {
    const { status, stdout, stderr } = await runReelsight(['analyze', address]);
    t.is(status, 2);
    t.false(`${stdout}${stderr}`.includes('SECRET'), stderr);
  }
  t.is((await runReelsight(['analyze', clip, '--extra-model', ','])).status, 2);
});
