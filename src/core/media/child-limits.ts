import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { ReelsightError } from '../errors.ts';

/** Exit statuses of a shell that found no program, or one that does not run. */
export const [NOT_FOUND, NOT_EXECUTABLE] = [127, 126] as const;

/** glibc reserves 64 MB of addresses for each thread otherwise, which count as if they were used. */
export const LIMITED_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' } as const;

/** A shell that sets limits and becomes the program: Node cannot set them itself. Where one is not known, it goes without. */
const SCRIPT = 'ulimit -v "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; shift 2; exec "$@"';

/** Windows has none, nor have the barest containers. */
const hasShell = existsSync('/bin/sh');

/** What a child may take. */
export interface ChildLimits {
  /** MB of memory; null: as much as there is. */
  readonly maxMemoryMb: number | null;
  /** Seconds of processor time. */
  readonly maxCpuSeconds: number;
}

/** The command that runs a program under limits of addresses and processor time, where there is a shell to set them. */
export const withLimits = (
  path: string,
  args: readonly string[],
  { maxMemoryMb, maxCpuSeconds }: ChildLimits,
): [path: string, ...args: string[]] =>
  !hasShell
    ? [path, ...args]
    : [
        ...(['/bin/sh', '-c', SCRIPT, 'sh'] as const),
        maxMemoryMb === null ? 'unlimited' : String(maxMemoryMb * 1024),
        String(Math.ceil(maxCpuSeconds)),
        ...[path, ...args],
      ];

/** What a program does to itself by a fault: a file that leads it there is damaged, or made to do harm. */
const CRASHES: readonly string[] = ['SIGSEGV', 'SIGABRT', 'SIGILL', 'SIGBUS', 'SIGFPE', 'SIGTRAP', 'SIGSYS'];

/** The error for a child that a signal ended, after so many seconds. */
export function describeSignal(
  name: string,
  signal: string | null,
  seconds: number,
  { maxCpuSeconds }: ChildLimits,
): ReelsightError {
  if (signal !== null && CRASHES.includes(signal))
    return new ReelsightError(
      'input',
      `${name} crashed (${signal}) on this file, which is damaged or made to do harm. It is not tried again. ` +
        'Try another ffmpeg, or convert the video.',
    );
  // A limit of processor time ends a program as a full memory does; this long only one of them takes.
  if (signal === 'SIGXCPU' || (signal === 'SIGKILL' && seconds >= maxCpuSeconds / availableParallelism()))
    return new ReelsightError(
      'input',
      `${name} took more than ${Math.ceil(maxCpuSeconds)} s of processor time and was ended: the file is damaged, or made ` +
        'to do harm. Convert the video, or give a part of it.',
    );
  return new ReelsightError(
    'decode',
    `${name} was ended by ${signal}: the system ran out of memory, or somebody ended it. Try fewer --workers.`,
    { retryable: 'once' },
  );
}

export const tooLong = (name: string, seconds: number): ReelsightError =>
  new ReelsightError(
    'input',
    `${name} did not find out within ${seconds} s what the file holds. It is damaged, made to do harm, or comes too slowly.`,
  );

/** The error for a child that asked for more memory than it may take. */
export const outOfMemory = (name: string, maxMemoryMb: number): ReelsightError =>
  new ReelsightError(
    'input',
    `${name} needs more than the ${maxMemoryMb} MB of memory that it may take: the pictures or the index of the file are ` +
      'too large, or forged to be. Give a smaller video, or set REELSIGHT_MAX_MEMORY_MB.',
  );
