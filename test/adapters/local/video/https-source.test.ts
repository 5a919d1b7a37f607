import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import test from 'ava';
import { generate } from 'selfsigned';
import { openHttpsSource } from '../../../../src/adapters/local/video/https-source.ts';
import { reportSchema, requestRange, serveRanges } from '../../../../src/core/index.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../../helpers/clips.ts';
import { startReelsight } from '../../../helpers/command-line.ts';

const folder = await makeFolder();
const clip = await writeClip(await testFfmpeg(), join(folder.path, 'clip.mp4'), {
  parts: [['testsrc2', 1]],
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
});
const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
});
const certificatePath = join(folder.path, 'certificate.pem');
writeFileSync(certificatePath, certificate.cert);

const ranges: string[] = [];
/** Of the requests for the shaky video these break off: the first look, the first read and its second try. */
const BROKEN = [1, 3, 4];
let shaky = 0;
const server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
  const { size } = statSync(clip);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  ranges.push(request.headers.range ?? 'none');
  if (request.url === '/moved.mp4') return void response.writeHead(302, { location: '/clip.mp4?key=secret' }).end();
  if (request.url?.startsWith('/private.mp4')) return void response.writeHead(403, 'Not yours').end();
  if (!/^\/(clip|shaky)\.mp4/.test(request.url ?? '')) return void response.writeHead(404).end();
  const start = Number(range?.[1] ?? 0);
  const end = Math.min(size - 1, range?.[2] ? Number(range[2]) : size - 1);
  response.writeHead(range ? 206 : 200, {
    'accept-ranges': 'bytes',
    'content-length': end - start + 1,
    'content-range': `bytes ${start}-${end}/${size}`,
    etag: '"1"',
  });
  if (request.url === '/shaky.mp4' && BROKEN.includes(++shaky)) {
    createReadStream(clip, { start, end: start + 5_000 })
      .on('end', () => response.destroy())
      .pipe(response, { end: false });
  } else createReadStream(clip, { start, end }).pipe(response);
});
await new Promise<void>((resolve) => server.listen(0, resolve));
const { port } = server.address() as { port: number };
const env = { NODE_EXTRA_CA_CERTS: certificatePath, REELSIGHT_ALLOW_PRIVATE_HOSTS: '1' };
test.after.always(async () => {
  server.close();
  server.closeAllConnections();
  await folder.remove();
});

test('a video on the web is read by ranges, through redirects, without its key being told', async (t) => {
  const out = join(folder.path, 'out');
  const { status, stdout, stderr } = await startReelsight(
    ['analyze', `https://localhost:${port}/moved.mp4`, '--out', out],
    { env },
  );
  t.is(status, 0, stderr);
  const text = readFileSync(join(out, 'report.json'), 'utf8');
  const report = reportSchema.parse(JSON.parse(text));
  t.like(report.video, { name: 'clip.mp4', frameCount: 25, sizeBytes: statSync(clip).size });
  t.false(`${stdout}${stderr}${text}`.includes('secret'));
  t.true(ranges.length > 1 && ranges.every((range) => range.startsWith('bytes=')));
});

test('a connection that breaks is taken up where it broke', async (t) => {
  const out = join(folder.path, 'shaky');
  const { status, stderr } = await startReelsight(['analyze', `https://localhost:${port}/shaky.mp4`, '--out', out], {
    env,
  });
  t.is(status, 0, stderr);
  t.true(shaky > Math.max(...BROKEN));
  const report = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
  t.is(report.video.frameCount, 25);
  t.deepEqual(report.warnings, []);
});

test('a part that cannot be read is an error, not a shorter video', async (t) => {
  const url = new URL(`https://localhost:${port}/gone.mp4`);
  const proxy = await serveRanges({
    sizeBytes: 1000,
    host: 'localhost',
    open: async (first, last, signal) => {
      const answer = await requestRange({ url, first, last, signal, allowPrivateHosts: true });
      return answer.body!;
    },
  });
  proxy.assertFullyRead();
  await t.throwsAsync(fetch(proxy.address).then((response) => response.arrayBuffer()));
  // This process does not trust the certificate.
  t.throws(() => proxy.assertFullyRead(), { message: /^localhost stopped answering.*self-signed certificate/ });
  t.is((await fetch(new URL('/other', proxy.address))).status, 404);
});

test('what is not there is told', async (t) => {
  const { status, stderr } = await startReelsight(['analyze', `https://localhost:${port}/other.mp4?key=secret`], {
    env,
  });
  t.is(status, 2);
  t.regex(stderr, /answered 404/);
  t.notRegex(stderr, /secret/);
});

test('what may not be read is told as denied', async (t) => {
  const { status, stderr } = await startReelsight(['analyze', `https://localhost:${port}/private.mp4?key=secret`], {
    env,
  });
  t.is(status, 1);
  t.regex(stderr, /answered 403 Not yours/);
  t.notRegex(stderr, /secret/);
});

for (const address of [
  'https://127.0.0.1/x.mp4',
  'https://localhost/x.mp4',
  'https://[::1]/x.mp4',
  'https://[::ffff:10.0.0.1]/x.mp4',
  'https://169.254.169.254/latest/meta-data/',
  'https://0/x.mp4',
  'https://2130706433/x.mp4',
  'https://192.168.1.1/x.mp4',
])
  test(`${address} is not read`, async (t) => {
    const before = ranges.length;
    await t.throwsAsync(openHttpsSource(address, false, new AbortController().signal), {
      message: /loopback, private or link-local/,
    });
    t.is(ranges.length, before);
  });

test('a user name in the URL is refused', async (t) => {
  const error = await t.throwsAsync(
    openHttpsSource('https://me:pass@example.com/x.mp4', false, new AbortController().signal),
  );
  t.regex(error!.message, /user name or a password/);
  t.notRegex(error!.message, /pass@/);
});
