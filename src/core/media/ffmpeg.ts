import { type ChildProcess, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { isAbsolute } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import createCommand, { type FfmpegCommand } from 'fluent-ffmpeg';
import { ReelsightError } from '../errors.ts';

export type { FfmpegCommand };

/** The ffmpeg that a run uses, and what it knows. */
export interface Ffmpeg {
  readonly path: string;
  /** As printed by `ffmpeg -version`, for example `5.1.9` or `N-47683-g0e8eb07980-static`. */
  readonly version: string;
  /** Output options that hand every frame on with its own time: the name changed in ffmpeg 5.1. */
  readonly passthroughOptions: readonly string[];
  /** The child's whole environment: no credentials reach a process that reads hostile bytes. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface FfmpegResult {
  /** Lines of level error or worse that tell of damage, in order, at most MAX_ERROR_LINES. */
  readonly errors: readonly string[];
  /**
   * How many such lines each component of ffmpeg wrote (`h264`, `aac`, `matroska,webm`), beyond MAX_ERROR_LINES too, those
   * about pictures that did not come out left aside.
   */
  readonly errorCounts: ReadonlyMap<string, number>;
  readonly bytesRead: number;
  readonly cpuMs: number;
  /** Every line, when `keepLog` was asked for. */
  readonly log: readonly string[];
  readonly exitCode: number;
}

export interface FfmpegRun {
  /** The pipes that the command names `pipe:3`, `pipe:4`, ... in order. */
  readonly pipes: readonly Readable[];
  /** Settles when ffmpeg has ended, whatever its exit status; rejects only when cancelled, stalled, crashed or not startable. */
  readonly ended: Promise<FfmpegResult>;
  /** Ends ffmpeg at once; harmless when it has ended. */
  kill(): void;
}

const FIRST_PIPE = 3;
const MAX_ERROR_LINES = 20;
/**
 * What decoders say when they start in the middle of a video, or between groups of pictures: pictures that refer to
 * earlier ones are dropped, as they should be. There is no other channel than these texts to tell them from damage.
 */
const REFERENCE_CHATTER = /mmco:|reference (picture|frame)|ref with POC|co located POC|refs? .*missing/i;
/**
 * What they say of pictures that do not come out at all, as before the first key frame of a recording: those are counted
 * as missing, and say nothing of the others.
 */
const LOST_PICTURE = /non-existing [A-Z]PS|[A-Z]PS id out of range|slice_header|no frame!|invalid frame dimensions/i;
const MAX_LOG_LINES = 5_000;
/** No byte from ffmpeg for this long means that it hangs: even 8K intra frames take about a second each. */
const STALL_MS = 120_000;

/** Starts a command description; `runFfmpeg` takes it. fluent-ffmpeg builds the arguments, we start the process. */
export const describeCommand = (): FfmpegCommand => createCommand();

const toArguments = (command: FfmpegCommand): string[] =>
  // fluent-ffmpeg can neither pass an environment nor extra pipes to the child, so only its arguments are used.
  (command as unknown as { _getArguments(): string[] })._getArguments();

/**
 * Runs ffmpeg. Errors: kind `environment` when it cannot be started, `cancelled` when `signal` aborts, `decode`
 * (retryable) when it hangs, crashes or is killed.
 */
export function runFfmpeg(
  ffmpeg: Ffmpeg,
  command: FfmpegCommand,
  options: { pipeCount?: number; signal?: AbortSignal | undefined; keepLog?: boolean } = {},
): FfmpegRun {
  const pipeCount = options.pipeCount ?? 0;
  const args = ['-nostdin', '-hide_banner', '-benchmark', '-loglevel', 'level+verbose', ...toArguments(command)];
  const child = spawn(ffmpeg.path, args, {
    env: { ...ffmpeg.environment },
    stdio: ['ignore', 'ignore', 'pipe', ...Array.from({ length: pipeCount }, () => 'pipe' as const)],
  });
  const pipes = Array.from({ length: pipeCount }, (_, i) => child.stdio[FIRST_PIPE + i] as Socket);
  const ended = superviseChild(child, pipes, ffmpeg, options);
  // The caller may be reading the pipes when this rejects; it awaits `ended` afterwards.
  ended.catch(() => {});
  return { pipes, ended, kill: () => child.kill('SIGKILL') };
}

/** The level stands at the line's start or after the component's name: elsewhere it may be a file's name or a title. */
const ERROR_LINE = /^(?:\[[^\]]* @ [^\]]*\] )*\[(?:error|fatal|panic)\] /;

async function superviseChild(
  child: ChildProcess,
  pipes: readonly Socket[],
  ffmpeg: Ffmpeg,
  options: { signal?: AbortSignal | undefined; keepLog?: boolean },
): Promise<FfmpegResult> {
  const errors: string[] = [];
  const errorCounts = new Map<string, number>();
  const log: string[] = [];
  let bytesRead = 0;
  let cpuMs = 0;
  let lastActivity = performance.now();
  let bytesSeen = -1;
  let stopReason: ReelsightError | null = null;
  const stop = (reason: ReelsightError) => {
    stopReason ??= reason;
    child.kill('SIGKILL');
  };
  for (const pipe of pipes) pipe.on('error', () => {});
  const onAbort = () => stop(new ReelsightError('cancelled', 'The analysis was cancelled.'));
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) onAbort();
  const stallTimer = setInterval(() => {
    const bytes = pipes.reduce((sum, pipe) => sum + pipe.bytesRead, 0);
    if (bytes !== bytesSeen) lastActivity = performance.now();
    bytesSeen = bytes;
    if (performance.now() - lastActivity > STALL_MS)
      stop(
        new ReelsightError('decode', `ffmpeg gave nothing for ${STALL_MS / 1000} seconds and was stopped.`, {
          retryable: true,
        }),
      );
  }, 5_000);
  const lines = createInterface({ input: child.stderr as Readable, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => {
    lastActivity = performance.now();
    if (options.keepLog && log.length < MAX_LOG_LINES) log.push(line);
    if (ERROR_LINE.test(line) && !REFERENCE_CHATTER.test(line)) {
      const component = /^\[([^\]]{1,40}) @ /.exec(line)?.[1] ?? '';
      if (!LOST_PICTURE.test(line) && (errorCounts.size < MAX_ERROR_LINES || errorCounts.has(component)))
        errorCounts.set(component, (errorCounts.get(component) ?? 0) + 1);
      if (errors.length < MAX_ERROR_LINES) errors.push(line.slice(0, 400));
    }
    bytesRead += Number(/Statistics: (\d+) bytes read/.exec(line)?.[1] ?? 0);
    const bench = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(line);
    if (bench) cpuMs += (Number(bench[1]) + Number(bench[2])) * 1000;
  });
  try {
    const { exitCode, endedBy } = await new Promise<{ exitCode: number | null; endedBy: string | null }>(
      (resolve, reject) => {
        child.once('error', (cause) =>
          reject(
            new ReelsightError(
              'environment',
              `ffmpeg could not be started (${ffmpeg.path}). Run \`reelsight doctor\`.`,
              {
                cause,
              },
            ),
          ),
        );
        child.once('close', (code, name) => resolve({ exitCode: code, endedBy: name }));
      },
    );
    if (stopReason) throw stopReason;
    if (exitCode === null)
      throw new ReelsightError(
        'decode',
        `ffmpeg was ended by ${endedBy}: it crashed, or the system ran out of memory. Try fewer --workers, or another ffmpeg.`,
        { retryable: true },
      );
    return { errors, errorCounts, bytesRead, cpuMs: Math.round(cpuMs), log, exitCode };
  } finally {
    clearInterval(stallTimer);
    lines.close();
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** What was asked already, by the file as it was then: an ffmpeg takes a twentieth of a second to say what it is. */
const inspected = new Map<string, Promise<Ffmpeg>>();

/** Asks an ffmpeg what it is. Errors: kind `environment` when it does not run or does not answer as ffmpeg does. */
export async function inspectFfmpeg(path: string, environment: Readonly<Record<string, string>>): Promise<Ffmpeg> {
  // A name alone is searched for on PATH, which may change.
  const file = isAbsolute(path) ? await stat(path).catch(() => null) : null;
  if (!file) return inspect(path, environment);
  const key = JSON.stringify([path, file.ino, file.size, file.mtimeMs, environment]);
  const known = inspected.get(key) ?? inspect(path, environment);
  inspected.set(key, known);
  known.catch(() => inspected.delete(key));
  return known;
}

async function inspect(path: string, environment: Readonly<Record<string, string>>): Promise<Ffmpeg> {
  const output = await queryFfmpeg({ path, environment }, ['-version']);
  const version = /^ffmpeg version (\S+)/.exec(output)?.[1];
  if (!version)
    throw new ReelsightError('environment', `${path} does not answer as ffmpeg does. Give the path of an ffmpeg.`);
  const release = /^n?(\d+)\.(\d+)/.exec(version);
  const year = Number(/\(c\) 2000-(\d{4})/.exec(output)?.[1] ?? 0);
  // Builds between releases carry no number: their copyright year tells old from new. 5.1 came in July 2022.
  const knowsFpsMode = release ? Number(release[1]) * 100 + Number(release[2]) >= 501 : year >= 2023;
  return {
    path,
    version,
    environment,
    passthroughOptions: knowsFpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough'],
  };
}

/** What ffmpeg says of itself (`-version`, `-filters`, ...). Errors: kind `environment` when it cannot be started. */
export function queryFfmpeg(
  { path, environment }: Pick<Ffmpeg, 'path' | 'environment'>,
  args: readonly string[],
): Promise<string> {
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
      reject(new ReelsightError('environment', `ffmpeg could not be started: ${path}`, { cause }));
    });
    child.once('close', () => resolve(text));
  });
}

/** ffmpeg's longest lists are some 50,000 characters; what gives more is not ffmpeg. */
const MAX_ANSWER = 1_000_000;
