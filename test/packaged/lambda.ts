import { type ChildProcess, execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { measurePackages, type PackedFunction } from '../../scripts/packages.ts';
import { findNode } from './node.ts';
import { spawnSandboxed } from './sandbox.ts';

const execute = promisify(execFile);

/** One answer of the runtime; `atMs` since the process started. */
export interface Answer {
  readonly atMs: number;
  readonly loaded?: string;
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly stack: string };
  readonly crash?: { readonly name: string; readonly message: string; readonly stack: string };
}

export interface LambdaOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Before the process: for example `taskset -c 0`. */
  readonly prefix?: readonly string[];
}

/**
 * Unpacks the functions with their layers, and lets one run as in Lambda: its code in /var/task and its layers in /opt,
 * both read-only, 512 MB in /tmp, Node of the runtime, a user without rights, and nothing else of this machine but its
 * network and C libraries. `remove` when done.
 */
export async function openLambda(packages: string) {
  const { functions } = await measurePackages(packages);
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-lambda-'));
  const node = await findNode();
  await mkdir(join(folder, 'runtime'));
  await copyFile(node, join(folder, 'runtime/node'));
  await chmod(join(folder, 'runtime/node'), 0o755);
  await copyFile(join(dirname(fileURLToPath(import.meta.url)), 'runtime.cjs'), join(folder, 'runtime/runtime.cjs'));
  await mkdir(join(folder, 'etc'));
  await writeFile(join(folder, 'etc/passwd'), 'sbx_user1051:x:993:990::/home/sbx_user1051:/sbin/nologin\n');
  const unpack = async (name: string, target: string) => {
    await mkdir(target, { recursive: true });
    await execute('unzip', ['-q', '-o', join(packages, `${name}.zip`), '-d', target]);
  };
  for (const one of functions) {
    await unpack(one.zip, join(folder, one.name, 'task'));
    await mkdir(join(folder, one.name, 'opt'), { recursive: true });
    for (const layer of one.layers) await unpack(layer, join(folder, one.name, 'opt'));
  }
  await execute('chmod', ['-R', 'a+rX', folder]);
  const processes: ChildProcess[] = [];
  return {
    functions,
    start(name: string, options: LambdaOptions = {}) {
      const child = spawnFunction(folder, functions.find((one) => one.name === name)!, options);
      processes.push(child);
      return talk(child);
    },
    async remove() {
      for (const child of processes) child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function spawnFunction(folder: string, one: PackedFunction, { environment = {}, prefix = [] }: LambdaOptions) {
  const variables: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(one.environment).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LD_LIBRARY_PATH: '/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib',
    NODE_PATH: '/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_LAMBDA_FUNCTION_NAME: `reelsight-test-${one.name}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(one.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    _HANDLER: one.handler,
    ...environment,
  };
  return spawnSandboxed({
    root: join(folder, one.name, 'root'),
    folders: {
      'var/task': join(folder, one.name, 'task'),
      opt: join(folder, one.name, 'opt'),
      'var/runtime': join(folder, 'runtime'),
      etc: join(folder, 'etc'),
    },
    user: 993,
    group: 990,
    cwd: '/var/task',
    command: ['/var/runtime/node', '/var/runtime/runtime.cjs'],
    environment: variables,
    prefix,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
}

function talk(child: ChildProcess) {
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const answers: Answer[] = [];
  const waiting: ((answer: Answer) => void)[] = [];
  const take = (answer: Answer) => {
    const next = waiting.shift();
    if (next) next(answer);
    else answers.push(answer);
  };
  createInterface({ input: child.stdio[3] as NodeJS.ReadableStream }).on('line', (line) => take(JSON.parse(line)));
  child.once('close', (status) => {
    const crash = { name: 'Exit', message: `The function ended with status ${status}: ${output}`, stack: '' };
    for (let i = 0; i < 10; i++) take({ atMs: 0, crash });
  });
  const next = (): Promise<Answer> =>
    new Promise((resolve) => {
      const answer = answers.shift();
      if (answer) resolve(answer);
      else waiting.push(resolve);
    });
  return {
    next,
    call(event: unknown): Promise<Answer> {
      child.stdin!.write(`${JSON.stringify(event)}\n`);
      return next();
    },
    /** What it has printed. */
    output: () => output,
    stop: () => child.stdin!.end(),
  };
}
