import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../src/adapters/cloud/offline/free-port.ts';

/** Starts fake-gcs-server, which the environment variable GCS_EMULATOR names. */
export async function startFakeGcs() {
  const command = process.env['GCS_EMULATOR'];
  if (!command)
    throw new Error(
      'GCS_EMULATOR is not set. Install the emulator with `go install github.com/fsouza/fake-gcs-server@v1.52.2` and set ' +
        'it to the path of fake-gcs-server.',
    );
  const port = await findFreePort();
  const host = `127.0.0.1:${port}`;
  const settings = ['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-backend', 'memory'];
  const emulator = spawn(command, [...settings, '-public-host', host, '-external-url', `http://${host}`], {
    stdio: 'ignore',
  });
  let failure: Error | null = null;
  emulator.once('error', (error) => {
    failure = new Error(`GCS_EMULATOR names no program that runs: ${command}`, { cause: error });
  });
  for (let tries = 0; ; tries++) {
    if (failure) throw failure;
    if (tries > 300) throw new Error('The emulator did not start in 30 seconds.');
    const isUp = await fetch(`http://${host}/storage/v1/b?project=p`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    await sleep(100);
  }
  return { url: `http://${host}`, stop: () => emulator.kill() };
}
