import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { TEST_CACHE } from '../helpers/command-line.ts';
import { ROOT } from '../packaged/package-service.ts';
import { startFront } from './front.ts';

const execute = promisify(execFile);

export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'testing', secretAccessKey: 'testing' };

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts moto, which the environment variable MOTO_SERVER names, and `sls` against it. */
export async function startMoto() {
  const command = process.env['MOTO_SERVER'];
  if (!command)
    throw new Error(
      "MOTO_SERVER is not set. Install moto with `pip install 'moto[server]'` and set it to the path of moto_server.",
    );
  const port = await findFreePort();
  const moto = spawn(command, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  let failure: Error | null = null;
  moto.once('error', (error) => {
    failure = new Error(`MOTO_SERVER names no program that runs: ${command}`, { cause: error });
  });
  for (let tries = 0; ; tries++) {
    if (failure) throw failure;
    if (tries > 300) throw new Error('moto did not start in 30 seconds.');
    const isUp = await fetch(`http://127.0.0.1:${port}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    await sleep(100);
  }
  const { server, url } = await startFront(port);
  return {
    client: { endpoint: url, region: REGION, credentials: CREDENTIALS },
    /** Runs `sls` for the stage `moto`; returns what it printed. */
    async serverless(verb: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
      const settings = Object.entries(parameters).flatMap(([key, value]) => ['--param', `${key}=${value}`]);
      const words = [verb, '--config', 'serverless.aws.yml', '--stage', 'moto', '--region', REGION, '--verbose'];
      const { stdout, stderr } = await execute(join(ROOT, 'node_modules/.bin/sls'), [...words, ...settings], {
        cwd: ROOT,
        timeout: 300_000,
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          AWS_ENDPOINT_URL: url,
          AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
          AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
          REELSIGHT_CACHE: TEST_CACHE,
        },
      });
      return stdout + stderr;
    },
    stop() {
      server.close();
      server.closeAllConnections();
      moto.kill();
    },
  };
}
