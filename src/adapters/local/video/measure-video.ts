import { availableParallelism } from 'node:os';
import { ensureModel } from '../../../../models/ensure.ts';
import { DEFAULT_NETWORK, findNetwork } from '../../../../models/networks.ts';
import { requireWeights } from '../../../../models/plan-build.ts';
import { SHIPPED_HEADS } from '../../../../models/shipped-heads.ts';
import {
  type AnalysisOptions,
  type AnalysisResult,
  type BuiltModel,
  describeModel,
  type Ffmpeg,
  findIndex,
  loadHeads,
  runAnalysis,
  type VideoProbe,
  type VideoSource,
} from '../../../core/index.ts';
import { openLibraryFolder } from '../library/open-library.ts';
import type { LibraryPart } from '../options/skip-option.ts';
import { createFileStore } from '../store.ts';
import type { CommandContext } from '../terminal/context.ts';
import type { OpenedVideo } from './opened-video.ts';
import { createRunner } from './workers.ts';

/** Each worker keeps a decoder and a network busy: two cores. */
export const DEFAULT_WORKERS = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
const DEFAULT_CHUNK_SECONDS = 60;

export interface MeasureJob {
  readonly ffmpeg: Ffmpeg;
  readonly source: VideoSource;
  readonly probe: VideoProbe;
  readonly analysisOptions: AnalysisOptions;
  /** Names of networks that look at each frame besides the default one. */
  readonly extraNetworks?: readonly string[] | undefined;
  /** What is there and not to be used. */
  readonly skip?: readonly LibraryPart[] | undefined;
  readonly workers: number;
  /** Length of the chunks that are measured on their own, in seconds. */
  readonly chunk?: number;
  /** For the run's working files. */
  readonly workFolder: string;
}

/** What measuring needs of its surroundings. */
export type MeasureContext = Pick<CommandContext, 'cacheFolder' | 'libraryFolder' | 'progress' | 'signal'>;

/** Analyses a video on this machine and shows how far it is. */
export async function measureVideo(job: MeasureJob, context: MeasureContext): Promise<AnalysisResult> {
  const { source, probe, ffmpeg, workers, workFolder } = job;
  const { progress, signal, libraryFolder } = context;
  const models = await ensureModels([DEFAULT_NETWORK, ...(job.extraNetworks ?? [])], context);
  const facts = models.map(describeModel);
  const library = openLibraryFolder(libraryFolder);
  const uses = (part: LibraryPart) => !job.skip?.includes(part);
  const heads = uses('heads') ? await loadHeads(SHIPPED_HEADS, library, facts[0]!) : [];
  const brandIndex = uses('brands') ? await findIndex(library, 'brands') : null;
  const catalogue = uses('products') ? await findIndex(library, 'catalogue') : null;
  const runner = await createRunner({
    workers,
    source,
    ffmpeg,
    models,
    storeFolder: workFolder,
    libraryFolder,
    signal,
  });
  progress.start('Measuring', 0, 'frames');
  try {
    return await runAnalysis({
      source,
      probe,
      options: job.analysisOptions,
      models: facts,
      heads,
      library,
      brandIndex,
      catalogue,
      store: createFileStore(workFolder),
      runner,
      chunkSeconds: job.chunk ?? (workers > 1 ? DEFAULT_CHUNK_SECONDS : null),
      log: { info: progress.log, warn: progress.log },
      onProgress: ({ stage, done, total }) => {
        if (stage !== 'measure') return;
        progress.setTotal(total);
        progress.update(done);
      },
    });
  } finally {
    progress.stop();
    await runner.close();
  }
}

/** Does what reads a video; whatever goes wrong in it, a connection that broke is why. */
export function withSource<T>(
  video: OpenedVideo,
  { signal }: Pick<CommandContext, 'signal'>,
  read: () => Promise<T>,
): Promise<T> {
  return read().finally(() => {
    signal.throwIfAborted();
    video.assertFullyRead();
  });
}

async function ensureModels(names: readonly string[], context: MeasureContext): Promise<BuiltModel[]> {
  const { cacheFolder, signal } = context;
  const networks = [...new Set(names)].map(findNetwork);
  // Weights that are missing are told before anything is built.
  for (const network of networks) await requireWeights(network, cacheFolder);
  const models: BuiltModel[] = [];
  for (const name of networks)
    models.push(await ensureModel({ name, precision: 'int8', cacheFolder, signal, progress: context.progress }));
  return models;
}
