import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import test from 'ava';
import { ensureModel } from '../../models/ensure.ts';
import { makeFolder } from '../helpers/clips.ts';
import { programPath, TEST_CACHE } from '../helpers/command-line.ts';

const { modelPath } = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: TEST_CACHE });
const home = await makeFolder();
test.after.always(() => home.remove());

/** What reports looks up certificates first, which not every machine has. */
const certificates = join(home.path, 'certificates.pem');
writeFileSync(certificates, rootCertificates.join('\n'));

/** A process that loads and runs a network, whose every call for a socket strace tells: of any kind, by any thread. */
async function watchNetwork(by: 'product' | 'library') {
  const strace = ['-f', '-qq', '-e', 'trace=socket', '-e', 'signal=none'];
  const child = spawn('strace', [...strace, process.execPath, programPath('load-network'), modelPath, by], {
    env: {
      PATH: process.env.PATH,
      HOME: home.path,
      TMPDIR: home.path,
      SSL_CERT_FILE: certificates,
      // Nobody listens there, so that this test reports nothing either.
      HTTPS_PROXY: 'http://127.0.0.1:9',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const sockets: string[] = [];
  const seen = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('socket(')) sockets.push(line);
      if (line.includes('socket(AF_INET')) resolve();
    });
  });
  const closed = once(child, 'close');
  // Its only word: that the network ran.
  await once(child.stdout, 'data');
  return {
    ranMs: performance.now(),
    sockets,
    /** Until it asks for a socket to the internet. */
    seen,
    async end(): Promise<number> {
      child.stdin.end();
      return (await closed)[0] as number;
    },
  };
}

test('a network that was loaded and run asks for no socket, for twice as long as onnxruntime takes to report of itself', async (t) => {
  const library = await watchNetwork('library');
  await library.seen;
  const reportsAfterMs = performance.now() - library.ranMs;
  t.is(await library.end(), 0);

  const product = await watchNetwork('product');
  await wait(2 * reportsAfterMs);
  t.is(await product.end(), 0);
  t.deepEqual(product.sockets, []);
});
