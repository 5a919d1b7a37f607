import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../src/adapters/local/run-cli.ts';
import { type PROGRAMS, readTestRun } from '../runner/test-run.ts';
import { TEST_CACHE } from './test-cache.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

export { TEST_CACHE };

/** Nothing lies there: what tests say must not depend on what their user taught. */
const NO_LIBRARY = join(TEST_CACHE, 'no-library');

/** The compiled file of a program that tests start. */
export const programPath = (name: keyof typeof PROGRAMS): string => join(ROOT, readTestRun().folder, `${name}.js`);

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const environmentOf = (env: Readonly<Record<string, string>> = {}) => ({
  ...process.env,
  REELSIGHT_CACHE: TEST_CACHE,
  REELSIGHT_LIBRARY: NO_LIBRARY,
  ...env,
});

/** Runs `reelsight ARGS` in this process, which is ten times as quick to begin as one of its own. */
export async function runReelsight(
  args: readonly string[],
  { env }: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CommandResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = Promise.all([text(stdout), text(stderr)]);
  const status = await runCli(args, {
    environment: environmentOf(env),
    stdout,
    stderr,
    interrupt: { signal: new AbortController().signal, status: null },
  });
  stdout.end();
  stderr.end();
  const [out, messages] = await texts;
  return { status, stdout: out, stderr: messages };
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called once with the running process. */
  readonly onStart?: (child: ChildProcess) => void;
  readonly onStderr?: (text: string, child: ChildProcess) => void;
}

/** Runs `reelsight ARGS` as a user does: a process of its own, in a folder, that can be signalled. */
export function startReelsight(args: readonly string[], options: ProcessOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [programPath('reelsight'), ...args], {
      cwd: options.cwd,
      env: environmentOf(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    options.onStart?.(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      options.onStderr?.(stderr, child);
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
