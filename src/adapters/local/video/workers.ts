import { EventEmitter } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import {
  analyzeChunk,
  type BuiltModel,
  type ChunkRunner,
  createClassifier,
  createDetectorLoader,
  type Ffmpeg,
  hidesLosses,
  ReelsightError,
  type VideoSource,
} from '../../../core/index.ts';
import { openLibraryFolder } from '../library/open-library.ts';
import { createFileStore } from '../store.ts';
import type { ChunkTask, FramesMessage } from './chunk-process.ts';

export interface WorkerOptions {
  readonly workers: number;
  readonly source: VideoSource;
  readonly ffmpeg: Ffmpeg;
  readonly models: readonly BuiltModel[];
  readonly storeFolder: string;
  readonly libraryFolder: string;
  readonly signal: AbortSignal;
}

export interface ClosableRunner extends ChunkRunner {
  close(): Promise<void>;
}

/** A single worker leaves a core: decoding, which takes longest, shares it with the network. */
const DECODE_THREADS = Math.min(2, availableParallelism());

/** Runs chunks in this process when one worker is enough, else in a pool of processes. */
export const createRunner = (options: WorkerOptions): Promise<ClosableRunner> =>
  options.workers === 1 ? createOwnProcessRunner(options) : createPoolRunner(options);

async function createOwnProcessRunner(options: WorkerOptions): Promise<ClosableRunner> {
  const classifiers = await Promise.all(options.models.map((model) => createClassifier({ ...model, threads: 1 })));
  const store = createFileStore(options.storeFolder);
  const loadDetector = createDetectorLoader(openLibraryFolder(options.libraryFolder));
  let queue: Promise<unknown> = Promise.resolve();
  return {
    engine: 'local',
    workers: 1,
    run(plan, chunk, onFrames) {
      const { source, ffmpeg, signal } = options;
      const job = async () => {
        const detector = await loadDetector(plan);
        const tools = { source, ffmpeg, classifiers, detector, store, signal };
        const measure = (decodeThreads: number) =>
          onceMore(() => analyzeChunk({ plan, chunk, ...tools, decodeThreads, onFrames }));
        // What is left of damaged pictures depends on the threads: every worker decodes such a file with one.
        if (DECODE_THREADS === 1 || hidesLosses(plan.probe)) return measure(1);
        const record = await measure(DECODE_THREADS);
        return record.isDamaged ? measure(1) : record;
      };
      const result = queue.then(job);
      // A failed chunk fails the analysis, through `result`; those behind it are not started.
      queue = result;
      return result;
    },
    async close() {
      await queue.catch(() => {});
      await Promise.all(classifiers.map((classifier) => classifier.close()));
    },
  };
}

async function createPoolRunner({
  workers,
  source,
  ffmpeg,
  models,
  storeFolder,
  libraryFolder,
  signal,
}: WorkerOptions): Promise<ClosableRunner> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const pool = new Tinypool({
    runtime: 'child_process',
    filename: fileURLToPath(new URL(`./chunk-process.${extension}`, import.meta.url)),
    minThreads: 0,
    maxThreads: workers,
    // A process that has measured its last chunk waits for the next one no longer than this.
    idleTimeout: 1_000,
  });
  // Rather than by the signal of each task: a pool forgets the process of a task that is aborted, and waits for none.
  let ending: Promise<void> | null = null;
  const end = () => {
    ending ??= pool.destroy();
    return ending;
  };
  const onAbort = () => void end().catch(() => {});
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    engine: 'local',
    workers,
    run(plan, chunk, onFrames) {
      const task: ChunkTask = { plan, chunk, source, ffmpeg, models, storeFolder, libraryFolder };
      const events = new EventEmitter();
      const channel = {
        onMessage: (listener: (message: unknown) => void) => void events.on('message', listener),
        postMessage: (message: FramesMessage) => onFrames(message.frames),
      };
      return onceMore(async () => {
        try {
          signal.throwIfAborted();
          return await pool.run(task, { channel });
        } catch (cause) {
          throw describeFailure(cause, chunk, signal);
        }
      });
    },
    close() {
      signal.removeEventListener('abort', onAbort);
      return end();
    },
  };
}

/** Does what the system ended once more: there may be room then. */
const onceMore = <Result>(work: () => Promise<Result>): Promise<Result> =>
  work().catch((error: unknown) => {
    if (error instanceof ReelsightError && error.isRetriedOnce) return work();
    throw error;
  });

/** Errors lose their class on the way between processes; their fields arrive. */
function describeFailure(
  cause: unknown,
  chunk: { startFrame: number; endFrame: number },
  signal: AbortSignal,
): ReelsightError {
  if (signal.aborted) return new ReelsightError('cancelled', 'The analysis was cancelled.', { cause });
  const { name, kind, message, retryable, isRetriedOnce } = cause as Partial<ReelsightError>;
  if (name === 'ReelsightError' && kind && message)
    return new ReelsightError(kind, message, { cause, retryable: isRetriedOnce ? 'once' : (retryable ?? false) });
  return new ReelsightError(
    'internal',
    `The worker for frames ${chunk.startFrame} to ${chunk.endFrame} ended: ${message ?? String(cause)}. ` +
      'It may have run out of memory: try fewer --workers.',
    { cause },
  );
}
