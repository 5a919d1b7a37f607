import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { picturePaths } from '../../../../src/core/index.ts';
import { makeFolder } from '../../../helpers/clips.ts';
import { type ProcessOptions, runReelsight, startReelsight } from '../../../helpers/command-line.ts';
import {
  analysisFields,
  FAKE_ID,
  type FakeServiceOptions,
  pictureOf,
  reportText,
  startFakeService,
} from '../../../helpers/fake-service.ts';
import { createSampleReport } from '../../../helpers/sample-report.ts';

const report = createSampleReport({ name: 'harbour.mp4', shotCount: 20 });
const MEASURING = {
  status: 'measuring',
  progress: { chunksDone: 1, chunksTotal: 4, share: 0.2 },
  cost: { gbSeconds: 3, estimatedUsd: 0.00005 },
};
const LOST = {
  status: 'failed',
  error: {
    kind: 'decode',
    message: 'Chunk 2 (frames 100 to 200) could not be measured: the decoder stopped.',
    chunks: [{ index: 2, startFrame: 100, endFrame: 200, message: 'the decoder stopped.' }],
  },
};

/** A service, a folder with a video, and the command line that knows the service. */
async function open(t: ExecutionContext, options: Partial<FakeServiceOptions> = {}) {
  const [service, folder] = await Promise.all([startFakeService({ report, ...options }), makeFolder()]);
  t.teardown(service.close);
  t.teardown(folder.remove);
  const video = join(folder.path, 'harbour.mp4');
  const bytes = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'), randomBytes(5000)]);
  await writeFile(video, bytes);
  const environment = { REELSIGHT_ENDPOINT: service.endpoint };
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runReelsight(args, { env: { ...environment, ...env } });
  /** As a process in the folder, where results go by themselves. */
  const start = (args: readonly string[], more: ProcessOptions = {}) =>
    startReelsight(args, { cwd: folder.path, ...more, env: { ...environment, ...more.env } });
  const out = join(folder.path, 'harbour.mp4.reelsight');
  const names = () => readdirSync(folder.path).sort();
  return { service, video, bytes, run, start, out, names };
}

test('submit uploads, waits and writes what analyze would write', async (t) => {
  const { service, video, bytes, run, start, out, names } = await open(t, { states: [MEASURING, {}] });
  const { status, stdout, stderr } = await start([
    'submit',
    video,
    '--preset',
    'fast',
    '--sample-fps',
    '0.5',
    '--sensitivity',
    '0.7',
    '--breaks-per-hour',
    '6',
    '--no-break-ranges',
    '0-30',
  ]);
  t.is(status, 0, stderr);
  t.true([...service.objects.values()][0]!.equals(bytes));
  const started = JSON.parse(service.seen.find(({ path }) => path === '/v1/analyses')!.body.toString());
  t.deepEqual(started.options, {
    preset: 'fast',
    sampleFps: 0.5,
    sensitivity: 0.7,
    breaks: { perHour: 6, noBreakZones: [{ startSeconds: 0, endSeconds: 30 }] },
  });
  t.regex(started.video, /^s3:\/\/bucket\/uploads\/[0-9a-f]{64}\/harbour\.mp4$/);
  t.regex(stderr, new RegExp(`Uploaded harbour.mp4\nAnalysis ${FAKE_ID}\nMeasuring: 1 of 4 chunks \\(20 %\\)`));
  t.regex(stdout, /shots +20\n/);
  t.is(readFileSync(join(out, 'report.json'), 'utf8'), reportText(report));
  t.deepEqual(readdirSync(out).sort(), ['report.html', 'report.json', 'thumbnails']);
  t.is(readdirSync(join(out, 'thumbnails')).length, picturePaths(report).length);
  const picture = report.shots[7]!.thumbnail!;
  t.deepEqual(readFileSync(join(out, picture)), pictureOf(picture));
  t.deepEqual(names(), ['harbour.mp4', 'harbour.mp4.reelsight']);

  const again = await run([
    ...['submit', video, '--out', out, '--json', '--format', 'csv,vtt', '--idempotency-key', 'one'],
  ]);
  t.is(again.status, 0, again.stderr);
  t.is(again.stdout, reportText(report));
  t.regex(again.stderr, /is there already/);
  t.is(service.seen.filter(({ path }) => path === '/v1/uploads/complete').length, 1);
  t.is(JSON.parse(service.seen.findLast(({ path }) => path === '/v1/analyses')!.body.toString()).idempotencyKey, 'one');
  t.true(readdirSync(out).includes('report.json') && !readdirSync(out).includes('report.html'));
});

test('--no-wait prints the id and ends; a video in the store is used in place', async (t) => {
  const { service, run, names } = await open(t);
  const plain = await run(['submit', 's3://bucket/videos/harbour.mp4', '--no-wait']);
  t.is(plain.status, 0, plain.stderr);
  t.is(plain.stdout, `${FAKE_ID}\n`);
  t.regex(plain.stderr, new RegExp(`reelsight result ${FAKE_ID} `));
  const json = await run(['submit', 'gs://bucket/a.mp4', '--no-wait', '--json', '--endpoint', `${service.endpoint}/`]);
  t.deepEqual(JSON.parse(json.stdout), { id: FAKE_ID, status: 'queued', attempt: 1 });
  t.true(json.stderr.includes(`reelsight cancel ${FAKE_ID} --endpoint ${service.endpoint} `));
  t.deepEqual(
    service.seen.map(({ path, body }) => [path, JSON.parse(body.toString()).video]),
    [
      ['/v1/analyses', 's3://bucket/videos/harbour.mp4'],
      ['/v1/analyses', 'gs://bucket/a.mp4'],
    ],
  );
  t.deepEqual(names(), ['harbour.mp4']);
});

test('Ctrl-C while waiting leaves the analysis running and says how to go on', async (t) => {
  const { service, video, start, names } = await open(t, { states: [MEASURING] });
  let isWaiting = false;
  const { status, stderr } = await start(['submit', video], {
    onStderr(text, child) {
      if (isWaiting || !text.includes('Measuring')) return;
      isWaiting = child.kill('SIGINT');
    },
  });
  t.is(status, 130);
  t.regex(stderr, new RegExp(`reelsight status ${FAKE_ID} `));
  t.regex(stderr, new RegExp(`reelsight cancel ${FAKE_ID} `));
  t.notRegex(stderr, /nothing was left behind/);
  t.false(service.seen.some(({ method }) => method === 'DELETE'));
  t.deepEqual(names(), ['harbour.mp4']);
});

test('Ctrl-C while uploading drops the upload', async (t) => {
  let interrupt = () => {};
  const { service, video, start, names } = await open(t, {
    interceptStore: () => {
      interrupt();
      return true;
    },
  });
  const { status, stderr } = await start(['submit', video], {
    onStart: (child) => {
      interrupt = () => child.kill('SIGINT');
    },
  });
  t.is(status, 130);
  t.regex(stderr, /nothing was left behind/);
  t.is(service.openUploads.size, 0);
  t.false(service.seen.some(({ path }) => path === '/v1/analyses'));
  t.deepEqual(names(), ['harbour.mp4']);
});

test('a failed analysis ends with the reason and the chunks; a bad video with 2', async (t) => {
  const lost = await open(t, { states: [LOST] });
  const { status, stdout, stderr } = await lost.run(['submit', lost.video, '--out', lost.out]);
  t.is(status, 1);
  t.is(stdout, '');
  t.regex(stderr, /could not be measured.*\n {2}chunk 2, frames 100 to 200: the decoder stopped\./);
  t.deepEqual(lost.names(), ['harbour.mp4']);
  const bad = await open(t, { states: [{ status: 'failed', error: { ...LOST.error, kind: 'input', chunks: [] } }] });
  t.is((await bad.run(['submit', bad.video, '--out', bad.out])).status, 2);
  const cancelled = await open(t, { states: [{ status: 'cancelled' }] });
  t.is((await cancelled.run(['submit', cancelled.video, '--out', cancelled.out])).status, 1);
});

test('an earlier attempt that failed does not end the waiting', async (t) => {
  const { run, video, out } = await open(t, {
    intercept: (request, response) =>
      request.method === 'POST' &&
      request.url === '/v1/analyses' &&
      Boolean(response.end(JSON.stringify({ id: FAKE_ID, status: 'queued', attempt: 2 }))),
    states: [LOST, { attempt: 2 }],
  });
  const { status, stderr } = await run(['submit', video, '--out', out]);
  t.is(status, 0, stderr);
});

test('status tells all, as a table or as JSON, and watches', async (t) => {
  const notes = [{ code: 'few-workers', message: 'The account runs 10 workers at once.' }];
  const { run } = await open(t, { states: [{ ...LOST, notes, attempt: 2 }] });
  const table = await run(['status', FAKE_ID]);
  t.is(table.status, 0, table.stderr);
  for (const fact of [
    FAKE_ID,
    'harbour.mp4 (s3://bucket/videos/harbour.mp4)',
    'failed (attempt 2)',
    '4 of 4 chunks, 100 %',
    '$0.0123 (12.3 GB-seconds)',
    'chunk 2, frames 100 to 200',
    'note      The account',
  ])
    t.true(table.stdout.includes(fact), fact);
  const json = await run(['status', FAKE_ID, '--json']);
  t.deepEqual(JSON.parse(json.stdout), analysisFields({ ...LOST, notes, attempt: 2 }));
  t.is((await run(['status', FAKE_ID, '--watch'])).status, 1);
  const going = await open(t, { states: [MEASURING, MEASURING, {}] });
  const watched = await going.run(['status', FAKE_ID, '--watch', '--json']);
  t.is(watched.status, 0, watched.stderr);
  t.is(JSON.parse(watched.stdout).status, 'succeeded');
  t.regex(watched.stderr, /Measuring: 1 of 4/);
});

test('a name or a message cannot command the terminal', async (t) => {
  const name = 'bo\x1b[2Jat\n.mp4';
  const notes = [{ code: 'note', message: 'one\n\x1b]0;two' }];
  const error = { ...LOST.error, message: 'bad\x07', chunks: [{ ...LOST.error.chunks[0]!, message: '\x9bworse' }] };
  const { run, video, out } = await open(t, { states: [{ ...LOST, name, notes, error }] });
  const status = await run(['status', FAKE_ID]);
  t.regex(status.stdout, /video {5}bo\ufffd\[2Jat\ufffd\.mp4 \(s3:/);
  t.regex(status.stdout, /error {5}bad\ufffd\n.*: \ufffdworse\nnote {6}one\n\ufffd\]0;two\n/);
  const submitted = await run(['submit', video, '--out', out]);
  t.regex(submitted.stderr, /failed: bad\ufffd\n.*: \ufffdworse/);
  const named = { ...report, video: { ...report.video, name } };
  const done = await open(t, { report: named, states: [{ name, notes }] });
  const result = await done.run(['result', FAKE_ID, '--out', done.out]);
  t.regex(result.stdout, /^bo\ufffd\[2Jat\ufffd\.mp4: /);
  t.regex(result.stderr, /Note: one\n\ufffd\]0;two\n/);
  for (const { stdout, stderr } of [status, submitted, result]) t.notRegex(stdout + stderr, /[^\P{Cc}\n\t]/u);
});

test('result fetches what is done, and says what is not', async (t) => {
  const { start, out } = await open(t);
  const { status, stderr } = await start(['result', FAKE_ID]);
  t.is(status, 0, stderr);
  t.is(readFileSync(join(out, 'report.json'), 'utf8'), reportText(report));
  const going = await open(t, { states: [MEASURING] });
  const early = await going.run(['result', FAKE_ID, '--out', going.out]);
  t.is(early.status, 1);
  t.regex(early.stderr, /measuring, 1 of 4 chunks.*reelsight status .* --watch/);
  t.false(existsSync(going.out));
  const unknown = await going.run(['result', 'f'.repeat(32), '--out', going.out]);
  t.is(unknown.status, 2);
  t.regex(unknown.stderr, /There is no analysis/);
});

test('a report cannot choose where this machine writes', async (t) => {
  const shots = report.shots.map((shot) => ({ ...shot, thumbnail: 'thumbnails/../../evil.jpg' }));
  const { run, out, names } = await open(t, { report: { ...report, shots } });
  const { status, stderr } = await run(['result', FAKE_ID, '--out', out]);
  t.is(status, 2);
  t.regex(stderr, /evil/);
  t.deepEqual(names(), ['harbour.mp4']);
});

test('cancel ends an analysis', async (t) => {
  const { service, run } = await open(t);
  const { status, stdout } = await run(['cancel', FAKE_ID]);
  t.is(status, 0);
  t.regex(stdout, /is cancelled/);
  t.deepEqual([service.seen[0]!.method, service.seen[0]!.path], ['DELETE', `/v1/analyses/${FAKE_ID}`]);
});

test('a caller that is refused learns what is needed, one that finds no service or no credentials where to look', async (t) => {
  const { run, start } = await open(t, {
    intercept: (_, response) => Boolean(response.writeHead(403).end('{"message":"Forbidden"}')),
  });
  const forbidden = await run(['status', FAKE_ID]);
  t.is(forbidden.status, 1);
  t.regex(forbidden.stderr, /403 \(Forbidden\).*not signed/);
  const refused = await run(['status', FAKE_ID, '--endpoint', 'http://127.0.0.1:59']);
  t.is(refused.status, 1);
  t.regex(refused.stderr, /nothing listens there.*npm run offline:aws/);
  // AWS's SDK looks in the environment of its process.
  const unsigned = await start(['status', FAKE_ID, '--endpoint', 'https://a.execute-api.eu-west-1.amazonaws.com'], {
    env: { AWS_EC2_METADATA_DISABLED: 'true', AWS_PROFILE: 'nobody', HOME: '/nonexistent' },
  });
  t.is(unsigned.status, 1);
  t.regex(unsigned.stderr, /No AWS credentials.*profile "nobody".*execute-api:Invoke/s);
});

test('bad input is refused before anything is sent', async (t) => {
  const { service, video, run } = await open(t);
  const text = join(video, '../notes.mp4');
  await writeFile(text, '{"not": "a video"}');
  const cases: [string[], RegExp][] = [
    [['submit', text], /notes\.mp4/],
    [['submit', 'https://example.com/a.mp4'], /reads no videos from the web/],
    [['submit', 's3://bucket'], /"s3:\/\/bucket" names no video/],
    [['submit', 'missing.mp4'], /missing\.mp4/],
    [['submit', video, '--sample-fps', '0'], /"0"/],
    [['submit', video, '--no-wait', '--out', 'x'], /--no-wait.*cannot be used with.*--out/],
    [['submit', video, '--endpoint', 'nowhere'], /"nowhere" is not an http/],
    [['status', 'ABC'], /"ABC".*32 hex digits/],
    [['result', '../x'], /32 hex digits/],
    [['cancel'], /missing required argument/],
  ];
  for (const [args, message] of cases) {
    const { status, stdout, stderr } = await run(args);
    t.is(status, 2, args.join(' '));
    t.is(stdout, '');
    t.regex(stderr, message);
  }
  const nowhere = await run(['status', FAKE_ID], { REELSIGHT_ENDPOINT: '' });
  t.is(nowhere.status, 2);
  t.regex(nowhere.stderr, /REELSIGHT_ENDPOINT/);
  t.deepEqual(service.seen, []);
});
