import type { Readable } from 'node:stream';
import { outOfMemory } from './child-limits.ts';
import { startChild } from './child-process.ts';
import { MAX_CPU_SECONDS } from './cpu-time.ts';
import { ErrorLines } from './error-lines.ts';
import type { Ffmpeg } from './ffmpeg.ts';

export interface FfprobeResult {
  /** Lines of level error or worse that tell of damage, in order, at most `MAX_ERROR_LINES`. */
  readonly errors: readonly string[];
  readonly exitCode: number;
}

export interface FfprobeRun {
  /** What ffprobe prints. It must be read: ffprobe waits when the pipe is full. */
  readonly stdout: Readable;
  /** Settles when ffprobe has ended, whatever its exit status; rejects as `FfmpegRun.ended` does. */
  readonly ended: Promise<FfprobeResult>;
  /** Ends ffprobe at once; harmless when it has ended. */
  kill(): void;
}

/** What is asked of a file's beginning is there in seconds, on slow lines in minutes. */
export const MAX_FACTS_SECONDS = 600;

/**
 * Runs the ffprobe beside an ffmpeg, with as little trust and under the same supervision. `args` hold the input too,
 * as `probeArguments` gives it. Errors: as `startChild`; kind `input` when it fails for want of memory.
 */
export function runFfprobe(
  ffmpeg: Ffmpeg,
  args: readonly string[],
  options: { signal?: AbortSignal | undefined; maxSeconds?: number } = {},
): FfprobeRun {
  const errors = new ErrorLines();
  const { pipes, ended, kill } = startChild(
    { name: 'ffprobe', path: ffmpeg.ffprobePath, environment: ffmpeg.environment },
    ['-hide_banner', '-loglevel', 'level+error', ...args],
    {
      pipes: [1],
      signal: options.signal,
      limits: { maxMemoryMb: ffmpeg.maxMemoryMb, maxCpuSeconds: MAX_CPU_SECONDS },
      maxSeconds: options.maxSeconds,
      onLine: (line) => errors.add(line),
    },
  );
  const result = ended.then((exitCode) => {
    if (ffmpeg.maxMemoryMb !== null && exitCode !== 0 && errors.isMemoryRefused)
      throw outOfMemory('ffprobe', ffmpeg.maxMemoryMb);
    return { errors: errors.lines, exitCode };
  });
  result.catch(() => {});
  return { stdout: pipes[0]!, ended: result, kill };
}
