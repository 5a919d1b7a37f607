import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import createCommand, { type FfmpegCommand } from 'fluent-ffmpeg';
import { DEFAULT_MAX_HOURS } from '../config.ts';
import { queryProgram, startChild } from './child-process.ts';
import { MAX_CPU_SECONDS } from './cpu-time.ts';
import { ErrorLines } from './error-lines.ts';
import { findFfprobe } from './find-ffprobe.ts';
import { inspectBuild } from './program-build.ts';

export type { FfmpegCommand };

/** The ffmpeg that a run uses, and what it knows. */
export interface Ffmpeg {
  readonly path: string;
  /** The ffprobe that goes with it. Where none was found, running it is an error of kind `environment`. */
  readonly ffprobePath: string;
  /** As printed by `ffmpeg -version`, for example `5.1.9` or `N-47683-g0e8eb07980-static`. */
  readonly version: string;
  /** Output options that hand every frame on with its own time: the name changed in ffmpeg 5.1. */
  readonly passthroughOptions: readonly string[];
  /** The longest video that is analysed, in hours. */
  readonly maxVideoHours: number;
  /** MB of memory that it may take, and its ffprobe; null: as much as there is. */
  readonly maxMemoryMb: number | null;
  /** The child's whole environment: no credentials reach a process that reads hostile bytes. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface FfmpegResult {
  /** Lines of level error or worse that tell of damage, in order, at most `MAX_ERROR_LINES`. */
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
const MAX_LOG_LINES = 5_000;

/** Starts a command description; `runFfmpeg` takes it. fluent-ffmpeg builds the arguments, we start the process. */
export const describeCommand = (): FfmpegCommand => createCommand();

const toArguments = (command: FfmpegCommand): string[] =>
  // fluent-ffmpeg can neither pass an environment nor extra pipes to the child, so only its arguments are used.
  (command as unknown as { _getArguments(): string[] })._getArguments();

/**
 * Runs ffmpeg. Errors: as `startChild`. One that is refused memory is not told apart: what it could not decode is missing
 * from what it gives.
 */
export function runFfmpeg(
  ffmpeg: Ffmpeg,
  command: FfmpegCommand,
  options: {
    pipeCount?: number;
    signal?: AbortSignal | undefined;
    keepLog?: boolean;
    /** Default MAX_CPU_SECONDS: enough for all that decodes few pictures. */
    maxCpuSeconds?: number;
    maxSeconds?: number;
  } = {},
): FfmpegRun {
  const pipeCount = options.pipeCount ?? 0;
  const args = ['-nostdin', '-hide_banner', '-benchmark', '-loglevel', 'level+verbose', ...toArguments(command)];
  const errors = new ErrorLines();
  const log: string[] = [];
  let bytesRead = 0;
  let cpuMs = 0;
  const child = startChild({ name: 'ffmpeg', path: ffmpeg.path, environment: ffmpeg.environment }, args, {
    pipes: Array.from({ length: pipeCount }, (_, i) => FIRST_PIPE + i),
    signal: options.signal,
    limits: { maxMemoryMb: ffmpeg.maxMemoryMb, maxCpuSeconds: options.maxCpuSeconds ?? MAX_CPU_SECONDS },
    maxSeconds: options.maxSeconds,
    onLine(line) {
      if (options.keepLog && log.length < MAX_LOG_LINES) log.push(line);
      errors.add(line);
      bytesRead += Number(/Statistics: (\d+) bytes read/.exec(line)?.[1] ?? 0);
      const bench = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(line);
      if (bench) cpuMs += (Number(bench[1]) + Number(bench[2])) * 1000;
    },
  });
  const ended = child.ended.then((exitCode) => ({
    errors: errors.lines,
    errorCounts: errors.counts,
    bytesRead,
    cpuMs: Math.round(cpuMs),
    log,
    exitCode,
  }));
  ended.catch(() => {});
  return { pipes: child.pipes, ended, kill: child.kill };
}

/** What was asked already, by the file as it was then: an ffmpeg takes a twentieth of a second to say what it is. */
const inspected = new Map<string, Promise<FfmpegFacts>>();

type FfmpegFacts = Omit<Ffmpeg, 'ffprobePath' | 'maxVideoHours' | 'maxMemoryMb'>;

/**
 * Asks an ffmpeg what it is. Its ffprobe is the given one, else the one that `findFfprobe` finds.
 * Errors: kind `environment` when it does not run or does not answer as ffmpeg does.
 */
export async function inspectFfmpeg(
  path: string,
  environment: Readonly<Record<string, string>>,
  ffprobePath?: string,
): Promise<Ffmpeg> {
  const facts = await inspectOnce(path, environment);
  return {
    ...facts,
    maxVideoHours: DEFAULT_MAX_HOURS,
    maxMemoryMb: null,
    ffprobePath: ffprobePath ?? (await findFfprobe(path, environment['PATH'] ?? '')),
  };
}

async function inspectOnce(path: string, environment: Readonly<Record<string, string>>): Promise<FfmpegFacts> {
  // A name alone is searched for on PATH, which may change.
  const file = isAbsolute(path) ? await stat(path).catch(() => null) : null;
  if (!file) return inspect(path, environment);
  const key = JSON.stringify([path, file.ino, file.size, file.mtimeMs, environment]);
  const known = inspected.get(key) ?? inspect(path, environment);
  inspected.set(key, known);
  known.catch(() => inspected.delete(key));
  return known;
}

async function inspect(path: string, environment: Readonly<Record<string, string>>): Promise<FfmpegFacts> {
  const { version, year } = await inspectBuild({ name: 'ffmpeg', path, environment });
  const release = /^n?(\d+)\.(\d+)/.exec(version);
  // Builds between releases carry no number: their copyright year tells old from new. 5.1 came in July 2022.
  const knowsFpsMode = release ? Number(release[1]) * 100 + Number(release[2]) >= 501 : (year ?? 0) >= 2023;
  return {
    path,
    version,
    environment,
    passthroughOptions: knowsFpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough'],
  };
}

/** What ffmpeg says of itself (`-version`, `-filters`, ...). Errors: kind `environment` when it cannot be started. */
export const queryFfmpeg = (
  { path, environment }: Pick<Ffmpeg, 'path' | 'environment'>,
  args: readonly string[],
): Promise<string> => queryProgram({ name: 'ffmpeg', path, environment }, args);
