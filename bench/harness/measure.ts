import { spawn } from 'node:child_process';
import type { Ffmpeg } from '../../src/core/index.ts';

export interface Cost {
  readonly wallSeconds: number;
  /** User and system time of the command and of everything that it started. */
  readonly cpuSeconds: number;
}

/** Runs a command to its end under bash's `time`, which counts its children too. Its output is thrown away. */
export async function timeCommand(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Cost> {
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1', 'bash', command, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const [wall, user, system] = text.trim().split(/\s+/).map(Number);
  if (status !== 0 || system === undefined)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${text}`);
  return { wallSeconds: wall!, cpuSeconds: user! + system };
}

/** The run in the middle by CPU time, of several: these machines are shared. */
export async function medianCost(runs: number, measure: () => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let i = 0; i < runs; i++) costs.push(await measure());
  return costs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[Math.floor(runs / 2)]!;
}

export const formatCost = ({ wallSeconds, cpuSeconds }: Cost): string =>
  `${wallSeconds.toFixed(2).padStart(7)} s wall ${cpuSeconds.toFixed(2).padStart(7)} s CPU`;

/** ffmpeg's bare decoding of a video by one thread: the pictures are thrown away. */
export const timeDecode = (ffmpeg: Ffmpeg, video: string): Promise<Cost> =>
  timeCommand(ffmpeg.path, ['-nostdin', '-threads', '1', '-i', video, '-map', '0:v:0', '-f', 'null', '-']);
