import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { findFfmpeg, inspectFfmpeg, parseConfig, runFfprobe } from '../../../src/core/index.ts';
import { findFfprobe } from '../../../src/core/media/find-ffprobe.ts';
import { probeArguments } from '../../../src/core/media/input.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';

const ffmpeg = await testFfmpeg();
const folder = await makeFolder();
test.after.always(() => folder.remove());

const inputOf = (path: string) => {
  const source = { url: `file:${path}`, protocols: ['file', 'pipe'] };
  return probeArguments(source, ['-of', 'json', '-show_streams']);
};

function writeProgram(path: string, lines: string): string {
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

test('ffprobe gives facts as JSON', async (t) => {
  const path = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), { parts: [[PICTURES.chart, 1]] });
  const { stdout, ended } = runFfprobe(ffmpeg, inputOf(path));
  const { streams } = JSON.parse(await text(stdout)) as { streams: { codec_type: string; avg_frame_rate: string }[] };
  t.is(streams.find(({ codec_type }) => codec_type === 'video')?.avg_frame_rate, '25/1');
  t.deepEqual(await ended, { exitCode: 0, errors: [] });
});

test('what ffprobe cannot read ends with its errors', async (t) => {
  const path = join(folder.path, 'noise.mp4');
  writeFileSync(path, Buffer.alloc(4096, 0x5a));
  const { stdout, ended } = runFfprobe(ffmpeg, inputOf(path));
  await text(stdout);
  const { exitCode, errors } = await ended;
  t.not(exitCode, 0);
  t.true(errors.length > 0);
});

test('ffprobe ends with its signal', async (t) => {
  const stuck = { ...ffmpeg, ffprobePath: writeProgram(join(folder.path, 'stuck'), 'exec sleep 600') };
  const abort = new AbortController();
  const { ended } = runFfprobe(stuck, [], { signal: abort.signal });
  abort.abort();
  t.like(await t.throwsAsync(ended), { kind: 'cancelled' });
});

test('an ffprobe that does not start is a fault of the environment', async (t) => {
  const error = await t.throwsAsync(runFfprobe({ ...ffmpeg, ffprobePath: '/nowhere/ffprobe' }, []).ended);
  t.like(error, { kind: 'environment' });
  t.regex(error?.message ?? '', /ffprobe could not be started \(\/nowhere\/ffprobe\)/);
});

test('the ffprobe beside an ffmpeg is taken, then that on PATH, then the packaged one', async (t) => {
  const [own, linked, other] = ['own', 'linked', 'other'].map((name) => join(folder.path, name));
  for (const path of [own!, linked!, other!]) mkdirSync(path);
  const path = writeProgram(join(own!, 'ffmpeg'), 'echo "ffmpeg version 7.1 Copyright"');
  const beside = writeProgram(join(own!, 'ffprobe'), 'true');
  const onPath = writeProgram(join(other!, 'ffprobe'), 'true');
  const alone = writeProgram(join(other!, 'my-ffmpeg'), 'echo "ffmpeg version 7.1 Copyright"');
  symlinkSync(path, join(linked!, 'ffmpeg'));
  const packaged = (createRequire(import.meta.url)('@ffprobe-installer/ffprobe') as { path: string }).path;
  t.is(await findFfprobe(path, other!), beside);
  t.is(await findFfprobe(join(linked!, 'ffmpeg'), ''), beside);
  t.is(await findFfprobe('ffmpeg', `${own}:${other}`), beside);
  t.is(await findFfprobe(alone, own!), onPath);
  t.is(await findFfprobe(join(linked!, 'none'), other!), onPath);
  t.is(await findFfprobe(join(linked!, 'none'), ''), packaged);
  t.is((await inspectFfmpeg(path, {})).ffprobePath, beside);
  const config = parseConfig({ FFMPEG_PATH: path, FFPROBE_PATH: onPath });
  t.is((await findFfmpeg(config, {})).ffmpeg.ffprobePath, onPath);
});
