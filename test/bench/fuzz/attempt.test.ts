import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { attempt, judge } from '../../../bench/fuzz/attempt.ts';
import { ReelsightError } from '../../../src/core/errors.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';

const ffmpeg = await testFfmpeg();
const folder = await makeFolder();
test.after.always(() => folder.remove());
const workFolder = join(folder.path, 'work');
await mkdir(workFolder);
const clip = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), {
  parts: [['testsrc2', 1]],
  size: '96x80',
});
const LIMITS = { seconds: 120, megabytes: 2_048 };

test.serial('a video is read, another file is refused', async (t) => {
  t.like(await attempt(ffmpeg, clip, workFolder, LIMITS), { outcome: 'read', message: '' });
  const cut = join(folder.path, 'cut.mp4');
  await writeFile(cut, (await readFile(clip)).subarray(0, 600));
  const { outcome, message } = await attempt(ffmpeg, cut, workFolder, LIMITS);
  t.is(outcome, 'refused');
  t.regex(message, /is not a video that can be read/);
});

test.serial('a limit of time or memory, or a file left behind, is a failure', async (t) => {
  t.like(await attempt(ffmpeg, clip, workFolder, { ...LIMITS, seconds: 0.001 }), {
    outcome: 'failed',
    message: 'took more than 0.001 s',
  });
  if (process.platform === 'linux')
    t.like(await attempt(ffmpeg, clip, workFolder, { ...LIMITS, megabytes: 1 }), {
      outcome: 'failed',
      message: 'took more than 1 MB',
    });
  await writeFile(join(workFolder, 'left.tmp'), '');
  t.like(await attempt(ffmpeg, clip, workFolder, LIMITS), {
    outcome: 'failed',
    message: 'left files behind: left.tmp',
  });
});

test('a fault of the file is not a failure, any other is', (t) => {
  t.is(judge(new ReelsightError('input', 'It is damaged.')).outcome, 'refused');
  t.is(judge(new ReelsightError('decode', 'It gave nothing.')).outcome, 'refused');
  t.is(judge(new ReelsightError('input', 'ffmpeg crashed (SIGSEGV) on this file.')).outcome, 'crashed');
  t.is(judge(new ReelsightError('internal', 'Too many frames.')).outcome, 'failed');
  t.is(judge(new TypeError('undefined is not a function')).outcome, 'failed');
});
