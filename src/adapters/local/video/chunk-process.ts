import {
  analyzeChunk,
  type BuiltModel,
  type Chunk,
  type ChunkRecord,
  createClassifier,
  createDetectorLoader,
  type Ffmpeg,
  type Plan,
  type VideoSource,
} from '../../../core/index.ts';
import { openLibraryFolder } from '../library/open-library.ts';
import { createFileStore } from '../store.ts';

/** What a worker process is sent: facts and paths, never measurements. */
export interface ChunkTask {
  readonly plan: Plan;
  readonly chunk: Chunk;
  readonly source: VideoSource;
  readonly ffmpeg: Ffmpeg;
  readonly models: readonly BuiltModel[];
  readonly storeFolder: string;
  readonly libraryFolder: string;
}

/** What a worker process says while it works. */
export interface FramesMessage {
  readonly frames: number;
}

const PROGRESS_FRAMES = 50;

let loadDetector: ReturnType<typeof createDetectorLoader> | null = null;
let classifiers: Promise<Awaited<ReturnType<typeof createClassifier>>[]> | null = null;

/** Takes ffmpeg along: by itself it would go on until its next write. */
const ended = new AbortController();
const end = () => {
  ended.abort();
  process.exit(1);
};

// Ctrl-C reaches the whole process group: the parent decides what ends, and a parent that is gone ends everything.
process.on('SIGINT', () => {});
process.on('SIGTERM', end);
process.on('disconnect', end);

/** Entry of a worker process: measures one chunk. Networks and indexes are loaded once a process. */
export default async function runChunk(task: ChunkTask): Promise<ChunkRecord> {
  classifiers ??= Promise.all(task.models.map((model) => createClassifier({ ...model, threads: 1 })));
  loadDetector ??= createDetectorLoader(openLibraryFolder(task.libraryFolder));
  return analyzeChunk({
    plan: task.plan,
    chunk: task.chunk,
    source: task.source,
    ffmpeg: task.ffmpeg,
    classifiers: await classifiers,
    detector: await loadDetector(task.plan),
    store: createFileStore(task.storeFolder),
    decodeThreads: 1,
    signal: ended.signal,
    onFrames: (frames) => {
      if (frames % PROGRESS_FRAMES === 0) process.send?.({ frames } satisfies FramesMessage);
    },
  });
}
