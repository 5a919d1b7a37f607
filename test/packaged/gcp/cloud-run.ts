import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../../../tools/local-shared/free-port.ts';
import { findNode } from '../node.ts';
import { withoutAccount } from '../package-service.ts';
import { spawnSandboxed } from '../sandbox.ts';
import type { Deployment } from './deployment.ts';

const execute = promisify(execFile);

/** What Google's image starts: https://github.com/GoogleCloudPlatform/buildpacks, cmd/nodejs/functions_framework */
const START = 'node_modules/.bin/functions-framework';

export interface Reply {
  readonly status: number;
  readonly contentType: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into it by path
  readonly body: any;
}

/** Builds functions that are deployed, and runs them, as Google does. `remove` when done. */
export async function openCloudRun({ google, functionOf }: Deployment) {
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-cloud-run-'));
  const node = await findNode();
  await mkdir(join(folder, 'runtime'));
  await copyFile(node, join(folder, 'runtime/node'));
  await chmod(join(folder, 'runtime/node'), 0o755);
  await mkdir(join(folder, 'etc'));
  await writeFile(join(folder, 'etc/passwd'), 'cnb:x:1000:1000::/home/cnb:/bin/bash\n');
  const processes: ChildProcess[] = [];
  return {
    /** Installs what a function's source asks for, with the Node of its runtime. Gives the folder of the source. */
    async build(name: string): Promise<string> {
      const { buildConfig } = functionOf(name);
      const workspace = join(folder, name);
      const zip = `${workspace}.zip`;
      await writeFile(zip, google.state.uploads.get(buildConfig.source.storageSource.object)!);
      await execute('unzip', ['-q', '-o', zip, '-d', workspace]);
      const { stdout } = await execute('sh', ['-c', 'command -v npm']);
      // https://github.com/GoogleCloudPlatform/buildpacks, cmd/nodejs/npm
      const words = [await realpath(stdout.trim()), 'ci', '--quiet', '--no-fund', '--no-audit'];
      await execute(node, words, {
        cwd: workspace,
        env: {
          ...withoutAccount(),
          PATH: `${dirname(node)}:${process.env['PATH']}`,
          NODE_ENV: 'production',
          ...buildConfig.environmentVariables,
        },
      });
      await execute('chmod', ['-R', 'a+rX', folder]);
      return workspace;
    },
    /** Starts a function that was built. Errors: with what it printed, when it does not listen. */
    async start(name: string, environment: Readonly<Record<string, string>>) {
      const { buildConfig, serviceConfig } = functionOf(name);
      const port = await findFreePort();
      const child = spawnSandboxed({
        root: join(folder, `${name}-root`),
        folders: {
          workspace: join(folder, name),
          'layers/node/bin': join(folder, 'runtime'),
          etc: join(folder, 'etc'),
        },
        user: 1000,
        group: 1000,
        cwd: '/workspace',
        command: ['/layers/node/bin/node', START],
        stdio: ['ignore', 'pipe', 'pipe'],
        environment: {
          ...serviceConfig.environmentVariables,
          PATH: '/layers/node/bin',
          HOME: '/home/cnb',
          NODE_ENV: 'production',
          FUNCTION_TARGET: buildConfig.entryPoint,
          FUNCTION_SIGNATURE_TYPE: 'http',
          K_SERVICE: `reelsight-test-${name}`,
          PORT: String(port),
          ...environment,
        },
      });
      processes.push(child);
      let output = '';
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
        });
      const ended = once(child, 'close');
      const url = `http://127.0.0.1:${port}/`;
      while (!(await isListening(url))) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} does not listen: ${output}`);
        await sleep(50);
      }
      return {
        output: () => output,
        async post(body: unknown): Promise<Reply> {
          const answer = await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          });
          return { status: answer.status, contentType: answer.headers.get('content-type'), body: await answer.json() };
        },
        async stop() {
          child.kill('SIGKILL');
          await ended;
        },
      };
    },
    async remove() {
      for (const child of processes) child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A path that the framework answers itself, with 404. */
const isListening = (url: string): Promise<boolean> =>
  fetch(`${url}favicon.ico`).then(
    () => true,
    () => false,
  );
