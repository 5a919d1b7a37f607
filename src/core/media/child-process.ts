import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ReelsightError } from '../errors.ts';
import {
  type ChildLimits,
  describeSignal,
  LIMITED_ENVIRONMENT,
  NOT_EXECUTABLE,
  NOT_FOUND,
  tooLong,
  withLimits,
} from './child-limits.ts';

/** A program that reads strangers' bytes: ffmpeg or ffprobe. */
export interface ChildProgram {
  readonly name: 'ffmpeg' | 'ffprobe';
  readonly path: string;
  /** The child's whole environment: no credentials reach a process that reads hostile bytes. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface ChildOptions {
  /** Descriptors that are piped to us: 1 is the child's output, 3 and up are its further pipes. */
  readonly pipes: readonly number[];
  readonly signal?: AbortSignal | undefined;
  readonly limits: ChildLimits;
  /** Seconds that it may run; default: as long as it gives something. */
  readonly maxSeconds?: number | undefined;
  /** Takes every line of the child's log. */
  readonly onLine: (line: string) => void;
}

export interface RunningChild {
  /** In the order of `ChildOptions.pipes`. */
  readonly pipes: readonly Readable[];
  /** The exit status, when the child and all its pipes have ended. Rejects only when cancelled, stalled, crashed or not startable. */
  readonly ended: Promise<number>;
  /** Ends the child at once; harmless when it has ended. */
  kill(): void;
}

/** No byte from the child for this long means that it hangs: even 8K intra frames take about a second each. */
const STALL_MS = 120_000;
const STALL_CHECK_MS = 5_000;

/**
 * Starts a child and watches over it to its end. Errors: kind `environment` when it cannot be started, `cancelled` when
 * `signal` aborts; `input` when it crashes or exceeds a limit, which is the file's doing; `decode`, retryable, when it hangs,
 * and once when somebody else ends it.
 */
export function startChild(program: ChildProgram, args: readonly string[], options: ChildOptions): RunningChild {
  const log = 2;
  const descriptors = Math.max(log, ...options.pipes) + 1;
  const [path, ...allArgs] = withLimits(program.path, args, options.limits);
  const child = spawn(path, allArgs, {
    env: { ...program.environment, ...(options.limits.maxMemoryMb === null ? {} : LIMITED_ENVIRONMENT) },
    stdio: Array.from({ length: descriptors }, (_, fd) =>
      fd === log || options.pipes.includes(fd) ? 'pipe' : 'ignore',
    ),
  });
  const pipes = options.pipes.map((fd) => child.stdio[fd] as Socket);
  let stopReason: ReelsightError | null = null;
  const stop = (reason: ReelsightError) => {
    stopReason ??= reason;
    child.kill('SIGKILL');
  };
  for (const pipe of pipes) pipe.on('error', () => {});
  const onAbort = () => stop(new ReelsightError('cancelled', 'The analysis was cancelled.'));
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) onAbort();

  const startedMs = performance.now();
  let lastActivity = startedMs;
  let bytesSeen = -1;
  const stallTimer = setInterval(() => {
    const bytes = pipes.reduce((sum, pipe) => sum + pipe.bytesRead, 0);
    if (bytes !== bytesSeen) lastActivity = performance.now();
    bytesSeen = bytes;
    const { maxSeconds } = options;
    if (maxSeconds !== undefined && performance.now() - startedMs > maxSeconds * 1000)
      stop(tooLong(program.name, maxSeconds));
    if (performance.now() - lastActivity > STALL_MS)
      stop(
        new ReelsightError('decode', `${program.name} gave nothing for ${STALL_MS / 1000} seconds and was stopped.`, {
          retryable: true,
        }),
      );
  }, STALL_CHECK_MS);
  const lines = createInterface({ input: child.stderr as Readable, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => {
    // It may decode for long before anything is wanted. What it writes without end is bounded by its limits.
    lastActivity = performance.now();
    options.onLine(line);
  });

  const closed = new Promise<{ exitCode: number | null; endedBy: string | null }>((resolve, reject) => {
    child.once('error', (cause) => reject(notStarted(program, cause)));
    child.once('close', (exitCode, endedBy) => resolve({ exitCode, endedBy }));
  });
  const ended = closed
    .then(({ exitCode, endedBy }) => {
      if (stopReason) throw stopReason;
      if (exitCode === NOT_FOUND || exitCode === NOT_EXECUTABLE) throw notStarted(program);
      if (exitCode !== null) return exitCode;
      throw describeSignal(program.name, endedBy, (performance.now() - startedMs) / 1000, options.limits);
    })
    .finally(() => {
      clearInterval(stallTimer);
      lines.close();
      options.signal?.removeEventListener('abort', onAbort);
    });
  // The caller may be reading the pipes when this rejects; it awaits `ended` afterwards.
  ended.catch(() => {});
  return { pipes, ended, kill: () => child.kill('SIGKILL') };
}

const notStarted = ({ name, path }: ChildProgram, cause?: unknown): ReelsightError =>
  new ReelsightError('environment', `${name} could not be started (${path}). Run \`reelsight doctor\`.`, { cause });

/** A program's whole answer is shorter than this; what gives more is another program. */
const MAX_ANSWER = 1_000_000;

/** What a program says of itself. Errors: kind `environment` when it cannot be started. */
export function queryProgram({ name, path, environment }: ChildProgram, args: readonly string[]): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const child = spawn(path, ['-hide_banner', ...args], {
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.length > MAX_ANSWER) child.kill('SIGKILL');
    });
    child.once('error', (cause) => {
      reject(new ReelsightError('environment', `${name} could not be started: ${path}`, { cause }));
    });
    child.once('close', () => resolve(text));
  });
}
