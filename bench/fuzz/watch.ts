import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Ffmpeg } from '../../src/core/index.ts';

/** How often the memory of children is looked at, in milliseconds: what takes gigabytes takes longer. */
const INTERVAL_MS = 20;

export interface Watch {
  /** The most memory of any child so far, in MB; 0 where the system does not tell (other than Linux). */
  readonly peakMb: () => number;
  readonly stop: () => void;
}

/** Watches the memory of the ffmpegs and ffprobes that this process has started. */
export function watchChildren(ffmpeg: Ffmpeg, onPeak: (megabytes: number) => void): Watch {
  let peak = 0;
  const look = () => {
    const most = Math.max(...listChildren(ffmpeg).map(({ megabytes }) => megabytes));
    if (most <= peak) return;
    peak = most;
    onPeak(peak);
  };
  const timer = setInterval(look, INTERVAL_MS);
  return { peakMb: () => peak, stop: () => clearInterval(timer) };
}

/** The ffmpegs and ffprobes that run as children of a process (default: this one), and the most memory that each has had. */
export function listChildren(
  ffmpeg: Ffmpeg,
  parent = process.pid,
): { readonly pid: number; readonly megabytes: number }[] {
  // Linux keeps fifteen letters. A child has its parent's name until it has become what it was started as.
  const names = [ffmpeg.path, ffmpeg.ffprobePath].map((path) => basename(path).slice(0, 15));
  return readChildren(parent).flatMap((pid) => {
    const status = readStatus(pid);
    const name = /^Name:\t(.*)$/m.exec(status)?.[1] ?? '';
    const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
    return names.includes(name) ? [{ pid, megabytes: Math.round(kilobytes / 1024) }] : [];
  });
}

function readChildren(parent: number): number[] {
  try {
    return readdirSync(`/proc/${parent}/task`).flatMap((task) =>
      readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
