import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { type AnalyzeOptions, analyzeVideo } from '../../src/package/analyze-video.ts';
import { makeFolder, testFfmpeg, writeClip } from '../helpers/clips.ts';
import { writeStuckFfmpeg } from '../helpers/stuck-ffmpeg.ts';
import { TEST_CACHE } from '../helpers/test-cache.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const clip = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), {
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-c:a', 'aac'],
});
const environment = { ...process.env, REELSIGHT_CACHE: TEST_CACHE, REELSIGHT_LIBRARY: join(folder.path, 'none') };
const temporary = join(folder.path, 'temporary');
mkdirSync(temporary);
process.env['TMPDIR'] = temporary;
test.after.always(folder.remove);

/** The commands of this process's children, and of all that work on a file of the tests. */
const listProcesses = (): string[] =>
  readProcesses()
    .filter(({ parent, command }) => parent === process.pid || command.includes(folder.path))
    .filter(({ pid, command }) => pid !== process.pid && !command.startsWith('ps '))
    .map(({ command }) => command);

function readProcesses(): { pid: number; parent: number; command: string }[] {
  if (!existsSync('/proc/self/stat'))
    return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .flatMap((line) => {
        const [, pid, parent, command] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
        return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
      });
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))!;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return command === '' ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    } catch {
      // Not a process, or one that has just ended.
      return [];
    }
  });
}

for (const workers of [1, 2])
  test.serial(`an abort leaves no folder and no process: ${workers} at work`, async (t) => {
    // The second chunk that is begun never ends; by one worker, after the first one has.
    const { path, stuck } = await writeStuckFfmpeg(ffmpeg, join(folder.path, `stuck ${workers}`), {
      words: 'pipe:5',
      after: 1,
    });
    const abort = new AbortController();
    const reason = new Error('enough');
    let during: [folders: string[], processes: string[]] | null = null;
    void stuck.then(() => {
      during = [readdirSync(temporary), listProcesses()];
      abort.abort(reason);
    });
    const options: AnalyzeOptions = {
      workers,
      chunkSeconds: 2,
      signal: abort.signal,
      environment: { ...environment, FFMPEG_PATH: path },
    };
    await t.throwsAsync(analyzeVideo(clip, options), { name: 'ReelsightError', message: /cancelled/ });
    const processes = listProcesses();
    t.is(during![0].length, 1);
    t.true(during![1].length >= workers, during![1].join('\n'));
    t.deepEqual(processes, []);
    t.deepEqual(readdirSync(temporary), []);
  });

test.serial('the reason of an abort is the cause; before the start nothing is begun', async (t) => {
  const reason = new Error('enough');
  const error = await t.throwsAsync(analyzeVideo(clip, { signal: AbortSignal.abort(reason), environment }));
  t.like(error, { kind: 'cancelled', cause: reason });
  t.deepEqual(readdirSync(temporary), []);
});
