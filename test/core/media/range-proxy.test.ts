import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'ava';
import {
  PROXY_PROTOCOLS,
  type RangeProxy,
  type RemoteFile,
  requestRange,
  runFfmpeg,
  serveRanges,
} from '../../../src/core/index.ts';
import { openInput } from '../../../src/core/media/input.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { type Mp4Sample, scatterMp4 } from '../../helpers/scatter-mp4.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const path = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), {
  parts: [['testsrc2', 8]],
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '0', '-c:a', 'aac'],
});
const clip = readFileSync(path);
test.after.always(() => folder.remove());

/** Shuffles in the same way each time. */
const shuffle = (samples: Mp4Sample[]): Mp4Sample[] => {
  const places = new Map(samples.map((sample, i) => [sample, (i * 7919) % 1009]));
  return samples.toSorted((a, b) => places.get(a)! - places.get(b)!);
};

interface Read {
  readonly hashes: string;
  readonly requests: number;
  readonly sentBytes: number;
}

/** Decodes bytes that a server on this machine gives by ranges, through the proxy, as an analysis does. */
async function readOverNetwork(bytes: Buffer, times = 1): Promise<Read> {
  let [requests, sentBytes] = [0, 0];
  const server = createServer((incoming, response) => {
    requests++;
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(incoming.headers.range ?? '')!;
    response.writeHead(206);
    let position = Number(first);
    const send = () => {
      let isTaken = true;
      while (isTaken && position <= Number(last) && !response.destroyed) {
        const block = bytes.subarray(position, Math.min(position + 16_384, Number(last) + 1));
        position += block.length;
        sentBytes += block.length;
        isTaken = response.write(block);
      }
      if (position > Number(last)) response.end();
    };
    response.on('drain', send);
    send();
  });
  const url = await listen(server);
  const proxy = await serveRanges({
    sizeBytes: bytes.length,
    host: 'the test',
    async open(first, last, signal) {
      return (await requestRange({ url, first, last, signal, allowPrivateHosts: true })).body!;
    },
  });
  try {
    let hashes = '';
    for (let i = 0; i < times; i++) hashes = await decode(proxy);
    proxy.assertFullyRead();
    return { hashes, requests, sentBytes };
  } finally {
    proxy.close();
    server.closeAllConnections();
    server.close();
  }
}

async function listen(server: Server): Promise<URL> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

async function decode({ address }: RangeProxy): Promise<string> {
  const command = openInput({ url: address, protocols: PROXY_PROTOCOLS }, ['-threads', '1'])
    .output('pipe:3')
    .outputOptions(['-map', '0:v', '-map', '0:a', ...ffmpeg.passthroughOptions, '-f', 'framehash']);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1 });
  const hashes = await text(run.pipes[0]!);
  const { exitCode, errors } = await run.ended;
  if (exitCode !== 0) throw new Error(errors.join('\n'));
  // Of pictures and sound, in the order of each.
  const lines = hashes.split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.toSorted((a, b) => Number(a[0]) - Number(b[0])).join('\n');
}

const plain = await readOverNetwork(clip);

test('a video that lies in order is read with a request or two', (t) => {
  t.true(plain.requests <= 3, `${plain.requests}`);
  t.true(plain.sentBytes < 2 * clip.length);
});

test('a video that is read again comes from memory', async (t) => {
  const again = await readOverNetwork(clip, 5);
  t.is(again.hashes, plain.hashes);
  t.true(again.requests <= 3, `${again.requests}`);
});

test('pictures and sound that lie apart are each read onwards', async (t) => {
  const apart = await readOverNetwork(
    scatterMp4(clip, (samples) => samples.toSorted((a, b) => a.track - b.track), 40_000),
  );
  t.is(apart.hashes, plain.hashes);
  // How many depends on who is ahead when; each on its own they would be hundreds.
  t.true(apart.requests <= 20, `${apart.requests}`);
});

test('pictures that are scattered over the file take no request each', async (t) => {
  const scattered = scatterMp4(clip, shuffle, 10_000);
  const read = await readOverNetwork(scattered);
  t.is(read.hashes, plain.hashes);
  t.true(read.requests < 80, `${read.requests} requests for ${scattered.length} bytes`);
  t.true(read.sentBytes < 4 * scattered.length, `${read.sentBytes} of ${scattered.length} bytes`);
});

const PATTERN = Uint8Array.from({ length: 50_000 + 251 }, (_, i) => i % 251);

/** A file of so many bytes, each of which tells where it lies. */
function createFile(sizeBytes: number) {
  const requests: number[] = [];
  const file: RemoteFile = {
    sizeBytes,
    host: 'the test',
    async open(first, last) {
      requests.push(first);
      let position = first;
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            const length = Math.min(50_000, last + 1 - position);
            if (length === 0) return controller.close();
            controller.enqueue(PATTERN.slice(position % 251, (position % 251) + length));
            position += length;
          },
        },
        { highWaterMark: 0 },
      );
    },
  };
  return { file, requests };
}

async function fetchRange({ address }: RangeProxy, first: number, last: number, run = 'one'): Promise<Uint8Array> {
  const headers = { range: `bytes=${first}-${last}`, 'user-agent': run };
  return new Uint8Array(await (await fetch(address, { headers })).arrayBuffer());
}

test('every range has its bytes, whatever was read before', async (t) => {
  const size = 3_000_001;
  const { file } = createFile(size);
  const proxy = await serveRanges(file);
  const starts = [0, 262_143, 262_144, 700_000, 650_000, 649_999, 2_999_999, 3_000_000, 2_700_000, 10, 1_200_000];
  for (const first of starts)
    for (const length of [1, 1000, 600_000]) {
      const last = Math.min(size, first + length) - 1;
      const bytes = await fetchRange(proxy, first, last);
      t.is(bytes.length, last - first + 1);
      t.true(
        bytes.every((byte, i) => byte === (first + i) % 251),
        `${first} to ${last}`,
      );
    }
  const together = await Promise.all(starts.map((first) => fetchRange(proxy, first, size - 1)));
  for (const [i, bytes] of together.entries()) t.is(bytes.length, size - starts[i]!);
  proxy.close();
});

test('a run that asks for far more than the file has ends as a fault of the input', async (t) => {
  const { file, requests } = createFile(60_000_000);
  const proxy = await serveRanges(file);
  const leaps = Array.from({ length: 2000 }, (_, i) => ((i * 97) % 229) * 262_144);
  const read = async () => {
    for (const first of leaps) await fetchRange(proxy, first, first);
  };
  await t.throwsAsync(read());
  const error = t.throws(() => proxy.assertFullyRead(), { message: /its index scatters the pictures/ });
  t.like(error, { kind: 'input', retryable: false });
  // 229 blocks.
  t.true(requests.length <= 500 + 2 * 229, `${requests.length}`);
  // Another run is not to blame.
  t.is((await fetchRange(proxy, 0, 99, 'two')).length, 100);
  proxy.close();
});
