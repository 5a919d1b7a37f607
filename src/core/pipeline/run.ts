import type { Head } from '../heads/head.ts';
import type { Library } from '../library.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { VideoSource } from '../media/source.ts';
import type { Log, ObjectStore, ProgressEvent } from '../ports.ts';
import type { Report } from '../report.ts';
import { type AnalysisInputs, toReference } from './analysis-inputs.ts';
import { assemble } from './assemble.ts';
import type { Chunk } from './chunk.ts';
import type { ModelFacts } from './model-facts.ts';
import type { AnalysisOptions } from './options.ts';
import { type Plan, planAnalysis } from './plan.ts';
import { planAgain } from './plan-again.ts';
import { analysisKey, type ChunkRecord } from './records.ts';
import { createUsageMeter, noteChunkMismatch } from './usage.ts';

/** What runs chunks: this process, a pool of processes, a cloud's workers. */
export interface ChunkRunner {
  /** For the report, for example `local`. */
  readonly engine: string;
  readonly workers: number;
  /** Measures one chunk; called for all chunks at once, queues what it cannot run yet. */
  run(plan: Plan, chunk: Chunk, onFrames: (count: number) => void): Promise<ChunkRecord>;
}

export interface AnalysisResult {
  readonly report: Report;
  /** Reads a thumbnail that the report names. */
  readThumbnail(path: string): Promise<Uint8Array>;
}

/** Runs the analysis of a probed video to its report: plan, measure every chunk, join. */
export async function runAnalysis(input: {
  source: VideoSource;
  probe: VideoProbe;
  options: AnalysisOptions;
  models: readonly (ModelFacts & { readonly sha256: string })[];
  heads: readonly Head[];
  library: Library;
  brandIndex: AnalysisInputs['brandIndex'];
  catalogue: AnalysisInputs['catalogue'];
  store: ObjectStore;
  runner: ChunkRunner;
  chunkSeconds: number | null;
  log: Log;
  onProgress?: (event: ProgressEvent) => void;
}): Promise<AnalysisResult> {
  const { store, runner } = input;
  const usage = createUsageMeter(runner);
  let plan = planAnalysis({
    source: input.source,
    probe: input.probe,
    options: input.options,
    inputs: {
      models: input.models.map(toReference),
      heads: input.heads.map(toReference),
      brandIndex: input.brandIndex,
      catalogue: input.catalogue,
    },
    chunkSeconds: input.chunkSeconds,
  });
  let records = await usage.time('measure', () => measureChunks(plan, runner, input.onProgress));
  usage.addRecords(records);
  const another = planAgain(plan, records);
  if (another) {
    const note = noteChunkMismatch(another.fault);
    input.log.warn(note.message);
    usage.addNote(note);
    plan = another.plan;
    records = await usage.time('measure again', () => measureChunks(plan, runner, input.onProgress));
    usage.addRecords(records);
  }
  input.onProgress?.({ stage: 'assemble', done: 0, total: 1 });
  const report = await usage.time('assemble', () =>
    assemble({ plan, records, models: input.models, heads: input.heads, library: input.library, store }),
  );
  input.onProgress?.({ stage: 'assemble', done: 1, total: 1 });
  return {
    report: { ...report, usage: usage.summarise(plan.chunks.length, null) },
    readThumbnail: (path) => store.get(analysisKey(plan.id, path)),
  };
}

async function measureChunks(
  plan: Plan,
  runner: ChunkRunner,
  onProgress?: (event: ProgressEvent) => void,
): Promise<ChunkRecord[]> {
  const measured = new Map<number, number>();
  let sum = 0;
  const report = (index: number, count: number) => {
    sum += count - (measured.get(index) ?? 0);
    measured.set(index, count);
    onProgress?.({ stage: 'measure', done: sum, total: plan.part.endFrame - plan.part.startFrame });
  };
  return Promise.all(plan.chunks.map((chunk) => runner.run(plan, chunk, (count) => report(chunk.index, count))));
}
