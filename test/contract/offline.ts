import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { makeFolder, testFfmpeg, writeClip } from '../../../helpers/clips.ts';
import { runReelsight, TEST_CACHE } from '../../../helpers/command-line.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const folder = await makeFolder();
const clip = await writeClip(await testFfmpeg(), join(folder.path, 'clip.mp4'), {
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
});

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

interface Offline {
  readonly process: ChildProcess;
  readonly endpoint: string;
  readonly log: () => string;
}

/** `npm run offline:aws`, as the README has it, on free ports. */
async function startOffline(): Promise<Offline> {
  const [httpPort, lambdaPort] = [await findPort(), await findPort()];
  const child = spawn(
    'npm',
    [
      'run',
      'offline:aws',
      '--',
      '--httpPort',
      String(httpPort),
      '--lambdaPort',
      String(lambdaPort),
      '--param',
      'chunkSeconds=2',
    ],
    {
      cwd: ROOT,
      env: { ...process.env, REELSIGHT_CACHE: TEST_CACHE },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  let text = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  while (!text.includes('Ctrl-C ends it')) {
    if (child.exitCode !== null) throw new Error(text);
    await wait(100);
  }
  return { process: child, endpoint: `http://127.0.0.1:${httpPort}`, log: () => text };
}

const list = (path: string) => (existsSync(path) ? readdirSync(path) : []);
const leftovers = () => [
  ...list(tmpdir()).filter((name) => name.startsWith('reelsight-offline-')),
  ...list(join(ROOT, '.build/esbuild')),
];
const before = leftovers();
const offline = await startOffline();
test.after.always('ends with Ctrl-C and leaves nothing', async (t) => {
  // As a terminal does: to the whole group.
  process.kill(-offline.process.pid!, 'SIGINT');
  await once(offline.process, 'close');
  await t.throwsAsync(fetch(`${offline.endpoint}/v1/openapi.json`));
  t.deepEqual(
    leftovers().filter((name) => !before.includes(name)),
    [],
  );
  await folder.remove();
});

const readReport = (out: string) => {
  const { usage, ...answer } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  return { usage, answer };
};

test.serial('a video goes through the deployed definition to the report of one process', async (t) => {
  const [here, there] = [join(folder.path, 'here'), join(folder.path, 'there')];
  const submitted = await runReelsight(['submit', clip, '--endpoint', offline.endpoint, '--out', there]);
  t.is(submitted.status, 0, `${submitted.stderr}\n${offline.log()}`);
  const analyzed = await runReelsight(['analyze', clip, '--workers', '1', '--out', here]);
  t.is(analyzed.status, 0, analyzed.stderr);
  const [cloud, local] = [readReport(there), readReport(here)];
  t.deepEqual(cloud.answer, local.answer);
  t.is(cloud.usage.chunks, 4);
  t.deepEqual(readdirSync(join(there, 'thumbnails')), readdirSync(join(here, 'thumbnails')));
  for (const name of readdirSync(join(here, 'thumbnails')))
    t.deepEqual(readFileSync(join(there, 'thumbnails', name)), readFileSync(join(here, 'thumbnails', name)));
  const status = await runReelsight(['status', cloud.answer.id, '--endpoint', offline.endpoint]);
  t.is(status.status, 0, status.stderr);
  t.regex(status.stdout, /succeeded/);
  // No function asked for more than its role allows.
  t.notRegex(offline.log(), /does not allow/);
});

test.serial('the same video again is not analysed again', async (t) => {
  const out = join(folder.path, 'again');
  const again = await runReelsight(['submit', clip, '--endpoint', offline.endpoint, '--out', out]);
  t.is(again.status, 0, again.stderr);
  t.regex(again.stderr, /there already/);
  t.is(offline.log().match(/\(λ: plan\)/g)?.length, 1);
});

test.serial(
  'what is no video is refused before anything is sent, and what only looks like one fails in words',
  async (t) => {
    mkdirSync(join(folder.path, 'bad'));
    const text = join(folder.path, 'bad/text.mp4');
    copyFileSync(join(ROOT, 'package.json'), text);
    const refused = await runReelsight(['submit', text, '--endpoint', offline.endpoint]);
    t.is(refused.status, 2);
    t.regex(refused.stderr, /is not a video but a text/);
  },
);

test.serial('a port that is taken is told, with the option that chooses another', async (t) => {
  const { port } = new URL(offline.endpoint);
  const second = spawn('npm', ['run', 'offline:aws', '--', '--httpPort', port], { cwd: ROOT });
  let text = '';
  for (const stream of [second.stdout, second.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  const [status] = (await once(second, 'close')) as [number];
  t.not(status, 0);
  t.regex(text, new RegExp(`Port ${port} of 127\\.0\\.0\\.1 cannot be listened on.*--httpPort`, 's'));
});
