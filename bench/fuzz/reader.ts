import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ffmpeg } from '../../src/core/index.ts';
import type { Attempt, Limits } from './attempt.ts';
import { listChildren } from './watch.ts';
import type { Job } from './worker.ts';

/** Heap of the product's own code, in MB: it holds little of a video. */
const HEAP_MB = 512;
/** After this many seconds beyond the limit our own code is at fault: it no longer listens. */
const GRACE_SECONDS = 15;

export interface Reader {
  /** See `attempt`; besides, an endless loop, a full heap and the end of Node are failures. */
  readonly read: (path: string) => Promise<Attempt>;
  readonly close: () => void;
}

/** Reads files in a process of its own, which may hang or end without taking this one with it. */
export function openReader(ffmpeg: Ffmpeg, workFolder: string, limits: Limits): Reader {
  let worker: ChildProcess | null = null;
  const start = () =>
    fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
      execArgv: ['--import', import.meta.resolve('tsx'), `--max-old-space-size=${HEAP_MB}`],
      ...{ cwd: workFolder, serialization: 'advanced' },
    });
  const close = () => {
    const orphans = worker?.pid ? listChildren(ffmpeg, worker.pid) : [];
    worker?.kill('SIGKILL');
    worker = null;
    for (const { pid } of orphans) process.kill(pid, 'SIGKILL');
  };
  const read = async (path: string): Promise<Attempt> => {
    worker ??= start();
    const current = worker;
    const startedMs = performance.now();
    const patience = limits.seconds + GRACE_SECONDS;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Attempt>((resolve, reject) => {
        current.once('message', (answer) => resolve(answer as Attempt));
        current.once('error', reject);
        current.once('exit', (status, signal) => reject(new Error(`Node ended with ${status ?? signal}`)));
        timer = setTimeout(() => reject(new Error(`Node hung for ${patience} s`)), patience * 1000);
        current.send({ ffmpeg, path, limits } satisfies Job);
      });
    } catch (error) {
      close();
      const seconds = (performance.now() - startedMs) / 1000;
      return { outcome: 'failed', message: String(error), seconds, peakMb: 0 };
    } finally {
      clearTimeout(timer);
      for (const event of ['message', 'error', 'exit']) current.removeAllListeners(event);
    }
  };
  return { read, close };
}
