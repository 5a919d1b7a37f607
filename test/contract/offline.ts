import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TestFn } from 'ava';
import { findFreePort } from '../../tools/local-shared/free-port.ts';
import { makeFolder, testFfmpeg, writeClip } from '../helpers/clips.ts';
import { runReelsight, TEST_CACHE } from '../helpers/command-line.ts';

/** Without the project that tests of Google's library are told. */
const { GOOGLE_CLOUD_PROJECT: _, ...ENVIRONMENT } = process.env;
const AS_A_USER = { ...ENVIRONMENT, REELSIGHT_CACHE: TEST_CACHE };
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
interface Offline {
  readonly process: ChildProcess;
  readonly endpoint: string;
  readonly log: () => string;
}

/** A cloud's local stack, as its script starts it. */
export interface LocalScript {
  /** For example `offline:aws`. */
  readonly script: string;
  /** Options beside `--httpPort`, with ports that are free. */
  readonly options: () => Promise<readonly string[]>;
  /** How its log tells that the step `plan` was called. */
  readonly planned: RegExp;
  /** Names, below the repository and in the system's temp folder, of what a run makes and must not leave. */
  readonly outputs: readonly string[];
}

/** `npm run offline:...`, as the README has it, on free ports. */
async function startOffline({ script, options }: LocalScript): Promise<Offline> {
  const httpPort = await findFreePort();
  const child = spawn(
    'npm',
    ['run', script, '--', '--httpPort', String(httpPort), ...(await options()), '--param', 'chunkSeconds=2'],
    {
      cwd: ROOT,
      env: AS_A_USER,
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
const leftoversOf = ({ script, outputs }: LocalScript) => [
  ...list(tmpdir()).filter((name) => name.startsWith(`reelsight-${script.replace(':', '-')}-`)),
  ...outputs.flatMap((path) => list(join(ROOT, path))),
];

const readReport = (out: string) => {
  const { usage, ...answer } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  return { usage, answer };
};

/** What every cloud's local stack must do. Starts it: one a file of tests. */
export async function testOffline(test: TestFn, local: LocalScript): Promise<void> {
  const folder = await makeFolder();
  const clip = await writeClip(await testFfmpeg(), join(folder.path, 'clip.mp4'), {
    outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
  });
  const before = leftoversOf(local);
  const offline = await startOffline(local);
  test.after.always(`${local.script}: ends with Ctrl-C and leaves nothing`, async (t) => {
    // As a terminal does: to the whole group.
    process.kill(-offline.process.pid!, 'SIGINT');
    await once(offline.process, 'close');
    await t.throwsAsync(fetch(`${offline.endpoint}/v1/openapi.json`));
    t.deepEqual(
      leftoversOf(local).filter((name) => !before.includes(name)),
      [],
    );
    await folder.remove();
  });

  test.serial(
    `${local.script}: a video goes through the deployed definition to the report of one process`,
    async (t) => {
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
    },
  );

  test.serial(
    `${local.script}: the API is the one that is published, gives all results, and refuses bad requests in words`,
    async (t) => {
      const ask = async (path: string, init: RequestInit = {}) => {
        const answer = await fetch(`${offline.endpoint}${path}`, init);
        const type = answer.headers.get('content-type') ?? '';
        const text = await answer.text();
        return {
          status: answer.status,
          type: type.split(';')[0],
          body: type.includes('json') ? JSON.parse(text) : text,
        };
      };
      const published = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8'));
      t.deepEqual((await ask('/v1/openapi.json')).body, published);
      const { answer } = readReport(join(folder.path, 'there'));
      for (const name of ['brand-safety', 'story-breaks', 'content', 'product-listings', 'report.json'])
        t.like(await ask(`/v1/analyses/${answer.id}/${name}`), { status: 200, type: 'application/json' }, name);
      t.deepEqual((await ask(`/v1/analyses/${answer.id}/story-breaks`)).body.storyBreaks, answer.storyBreaks);
      t.regex((await ask(`/v1/analyses/${answer.id}/report.html`)).body, /<!doctype html>/i);
      const picture = await fetch(`${offline.endpoint}/v1/analyses/${answer.id}/${answer.shots[0].thumbnail}`);
      t.is(picture.headers.get('content-type'), 'image/jpeg');
      t.deepEqual(
        Buffer.from(await picture.arrayBuffer()),
        readFileSync(join(folder.path, 'there', answer.shots[0].thumbnail)),
      );
      const problem = 'application/problem+json';
      t.like(await ask(`/v1/analyses/${'0'.repeat(32)}`), { status: 404, type: problem });
      const send = (body: string) =>
        ask('/v1/analyses', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      t.like(await send('{"video": 7}'), { status: 400, type: problem });
      // On Google Cloud functions-framework reads the body before us, and says so in words of its own, without a stack.
      const broken = await send('{"video');
      t.is(broken.status, 400);
      t.false(JSON.stringify(broken.body).includes('node_modules'));
      t.like(await send('{"video": "https://example.com/film.mp4"}'), { status: 400, type: problem });
    },
  );

  test.serial(`${local.script}: the same video again is not analysed again`, async (t) => {
    const out = join(folder.path, 'again');
    const again = await runReelsight(['submit', clip, '--endpoint', offline.endpoint, '--out', out]);
    t.is(again.status, 0, again.stderr);
    t.regex(again.stderr, /there already/);
    t.is(offline.log().match(local.planned)?.length, 1);
  });

  test.serial(
    `${local.script}: what is not a video is refused before anything is sent, and what only looks like one fails in words`,
    async (t) => {
      mkdirSync(join(folder.path, 'bad'));
      const text = join(folder.path, 'bad/text.mp4');
      copyFileSync(join(ROOT, 'package.json'), text);
      const refused = await runReelsight(['submit', text, '--endpoint', offline.endpoint]);
      t.is(refused.status, 2);
      t.regex(refused.stderr, /is not a video but a text/);
      const noise = join(folder.path, 'bad/noise.mp4');
      writeFileSync(noise, Buffer.concat([readFileSync(clip).subarray(0, 400), Buffer.alloc(5000, 7)]));
      const out = join(folder.path, 'bad/out');
      const failed = await runReelsight(['submit', noise, '--endpoint', offline.endpoint, '--out', out]);
      t.is(failed.status, 2, `${failed.stderr}\n${offline.log()}`);
      t.regex(failed.stderr, /"noise\.mp4" is not a video that can be read/);
      t.false(existsSync(out));
    },
  );

  test.serial(`${local.script}: a port that is taken is told, with the option that chooses another`, async (t) => {
    const { port } = new URL(offline.endpoint);
    const second = spawn('npm', ['run', local.script, '--', '--httpPort', port], {
      cwd: ROOT,
      env: AS_A_USER,
    });
    let text = '';
    for (const stream of [second.stdout, second.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    const [status] = (await once(second, 'close')) as [number];
    t.not(status, 0);
    t.regex(text, new RegExp(`Port ${port} of 127\\.0\\.0\\.1 cannot be listened on.*--httpPort`, 's'));
  });
}
