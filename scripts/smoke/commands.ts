import { spawn } from 'node:child_process';

export const say = (text: string): void => void process.stderr.write(`== ${text}\n`);

/** Ends the process before it has begun anything. */
export function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

/** Errors: an Error when it does not hold. */
export function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not as it should be: ${what}`);
  say(`ok: ${what}`);
}

/** Runs a command, shows what it says, and returns its standard output. */
export type RunCommand = (command: string, ...args: string[]) => Promise<string>;

export const createRun =
  (environment: NodeJS.ProcessEnv): RunCommand =>
  (command, ...args) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: environment });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      process.stderr.write(part);
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) =>
        status === 0 ? resolve(text) : reject(new Error(`${command} ${args.join(' ')} ended with ${status}`)),
      );
    });
  };
