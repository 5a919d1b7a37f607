import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 30_000;
/** Ends an emulator whose test was killed. */
const LIFE_SECONDS = 300;

export interface EmulatorOptions {
  /** The variable that names the program. */
  readonly variable: string;
  /** What installs it. */
  readonly advice: string;
  readonly words: readonly string[];
  /** Answers as soon as it is up. */
  readonly url: string;
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts an emulator, and waits until it answers. `stop` when done. Errors: with what it printed, when it does not start. */
export async function startEmulator({ variable, advice, words, url, cwd, environment }: EmulatorOptions) {
  const command = env[variable];
  if (!command) throw new Error(`${variable} is not set. Install the emulator with ${advice}, and set it to its path.`);
  const child = spawn('timeout', ['-s', 'KILL', String(LIFE_SECONDS), command, ...words], {
    cwd,
    env: { ...env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which is killed as a whole.
    detached: true,
  });
  const ended = once(child, 'close');
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const kill = () => {
    if (isAlive()) process.kill(-child.pid!, 'SIGKILL');
  };
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const stop = async () => {
    kill();
    await ended;
    process.off('exit', kill);
  };
  const deadlineMs = performance.now() + START_MS;
  while (!(await answers(url))) {
    const isLate = performance.now() > deadlineMs;
    if (isAlive() && !isLate) {
      await sleep(100);
      continue;
    }
    await stop();
    throw new Error(`${command}, which ${variable} names, ${isLate ? 'did not start in time' : 'ended'}: ${output}`);
  }
  return { stop };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );
