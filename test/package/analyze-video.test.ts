import { execFileSync } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { generate } from 'selfsigned';
import { type AnalyzeOptions, type AnalyzeProgress, analyzeVideo } from '../../src/package/analyze-video.ts';
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

test.serial('a video on the web: a report, progress and pictures, and no server goes on', async (t) => {
  const certificate = await generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256' });
  const { size } = statSync(clip);
  const web = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = Number(range?.[1] ?? 0);
    const end = Math.min(size - 1, range?.[2] ? Number(range[2]) : size - 1);
    response.writeHead(206, { 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${size}` });
    createReadStream(clip, { start, end }).pipe(response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => web.once('listening', resolve));
  const servers = new Set<Server>();
  const onRequest = (message: unknown) => void servers.add((message as { server: Server }).server);
  diagnostics.subscribe('http.server.request.start', onRequest);
  // The certificate is ours alone.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    const events: AnalyzeProgress[] = [];
    const pictures = new Map<string, Uint8Array>();
    const report = await analyzeVideo(`https://localhost:${(web.address() as AddressInfo).port}/clip.mp4`, {
      workers: 1,
      environment: { ...environment, REELSIGHT_ALLOW_PRIVATE_HOSTS: '1' },
      onProgress: (progress) => void events.push(progress),
      onThumbnail: (path, jpeg) => void pictures.set(path, jpeg),
    });
    t.is(report.video.frameCount, 150);
    t.deepEqual(events.at(-1), { task: 'Measuring', done: 150, total: 150, unit: 'frames' });
    t.true(pictures.has(report.shots[0]!.thumbnail!));
    servers.delete(web as unknown as Server);
    t.is(servers.size, 1);
    t.deepEqual(
      [...servers].filter(({ listening }) => listening),
      [],
    );
    t.deepEqual(readdirSync(temporary), []);
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    diagnostics.unsubscribe('http.server.request.start', onRequest);
    web.closeAllConnections();
    web.close();
  }
});
