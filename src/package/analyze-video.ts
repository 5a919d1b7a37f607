import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLibraryFolder } from '../adapters/local/library/library-folder.ts';
import type { Progress } from '../adapters/local/terminal/progress.ts';
import {
  DEFAULT_WORKERS,
  type MeasureContext,
  measureVideo,
  withSource,
} from '../adapters/local/video/measure-video.ts';
import type { OpenedVideo } from '../adapters/local/video/opened-video.ts';
import { openVideoSource } from '../adapters/local/video/video-source.ts';
import {
  type AnalysisOptionsInput,
  type AnalysisResult,
  findCacheFolder,
  findFfmpeg,
  parseConfig,
  picturePaths,
  probeVideo,
  ReelsightError,
  type Report,
  resolveOptions,
} from '../core/index.ts';

/** How far the work is. */
export interface AnalyzeProgress {
  /** What is going on, for people: `Measuring`, or that a network is built, which happens once on a machine. */
  readonly task: string;
  readonly done: number;
  readonly total: number;
  /** What `done` and `total` count, in the plural: `frames` or `layers`. */
  readonly unit: string;
}

/** What `analyzeVideo` may be asked; everything has a default. */
export interface AnalyzeOptions extends AnalysisOptionsInput {
  /** Ends the work: the promise is rejected with an error of kind `cancelled`, and nothing is left running. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: AnalyzeProgress) => void) | undefined;
  /** A line for people now and then, such as that a damaged model is built again. */
  readonly onMessage?: ((line: string) => void) | undefined;
  /**
   * Gets each picture that the report names: its path there (`thumbnails/frame-0000012.jpg`) and its bytes, a JPEG. One
   * after the other; a promise is waited for. Without it no picture is read.
   */
  readonly onThumbnail?: ((path: string, jpeg: Uint8Array) => void | Promise<void>) | undefined;
  /** Processes that measure at the same time, 1 to 256. Default: half the processors, 4 at most. 1: this process alone. */
  readonly workers?: number | undefined;
  /** Length of the chunks that workers measure, in seconds. Default: 60 with several workers. Does not change the report. */
  readonly chunkSeconds?: number | undefined;
  /** Names of networks that see each frame besides the default one, for example `imagenet`. */
  readonly extraModels?: readonly string[] | undefined;
  /** In place of `process.env`: `FFMPEG_PATH`, `REELSIGHT_CACHE`, `REELSIGHT_LIBRARY` and the rest. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Analyses a video on this machine and returns its report: shots, scenes, labels, brand safety, story breaks and the rest
 * of `report.json`. No folder is written but for the network, which is built once into the system's cache folder.
 *
 * @param video path of a file, or an `https://` URL
 * @throws ReelsightError with a `kind`: `input`, `not-found` or `unsupported` for the video or the options, `decode` for a
 * video that ffmpeg cannot read, `environment` when there is no ffmpeg, `model` or `storage` for the network and the disk,
 * `cancelled` after `signal` (the reason is its `cause`).
 * @example
 * import { analyzeVideo } from 'reelsight';
 *
 * const report = await analyzeVideo('film.mp4', {
 *   preset: 'balanced',
 *   signal: AbortSignal.timeout(3_600_000),
 *   onProgress: ({ task, done, total, unit }) => console.error(`${task}: ${done} of ${total} ${unit}`),
 * });
 * console.log(report.brandSafety.verdict, report.shots.length);
 */
export async function analyzeVideo(video: string, options: AnalyzeOptions = {}): Promise<Report> {
  const { signal = new AbortController().signal, environment = process.env } = options;
  const {
    start,
    end,
    preset,
    sampleFps,
    sensitivity,
    breaks,
    policy,
    workers = DEFAULT_WORKERS,
    chunkSeconds,
  } = options;
  const analysisOptions = resolveOptions({ start, end, preset, sampleFps, sensitivity, breaks, policy });
  if (!Number.isInteger(workers) || workers < 1 || workers > 256)
    throw new ReelsightError('input', `workers must be a whole number from 1 to 256, received ${workers}.`);
  if (chunkSeconds !== undefined && !(chunkSeconds >= 0.1 && chunkSeconds <= 86_400))
    throw new ReelsightError('input', `chunkSeconds must be from 0.1 to 86,400, received ${chunkSeconds}.`);
  const config = parseConfig(environment);
  const context: MeasureContext = {
    cacheFolder: findCacheFolder(config, environment),
    libraryFolder: findLibraryFolder(config, environment),
    progress: passOn(options),
    signal,
  };
  let opened: OpenedVideo | null = null;
  let workFolder: string | null = null;
  try {
    signal.throwIfAborted();
    const { ffmpeg } = await findFfmpeg(config, environment);
    opened = await openVideoSource(video, config, signal);
    const { source } = opened;
    const probe = await withSource(opened, context, () => probeVideo(ffmpeg, source, signal));
    workFolder = await mkdtemp(join(tmpdir(), 'reelsight-'));
    const job = { source, ffmpeg, probe, analysisOptions, extraNetworks: options.extraModels, workers, workFolder };
    const result = await withSource(opened, context, () =>
      measureVideo({ ...job, ...(chunkSeconds === undefined ? {} : { chunk: chunkSeconds }) }, context),
    );
    await handOverThumbnails(result, options.onThumbnail, signal);
    return result.report;
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new ReelsightError('cancelled', 'The analysis was cancelled.', { cause: signal.reason });
  } finally {
    opened?.close();
    if (workFolder) await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function handOverThumbnails(
  { report, readThumbnail }: AnalysisResult,
  take: AnalyzeOptions['onThumbnail'],
  signal: AbortSignal,
): Promise<void> {
  if (!take) return;
  for (const path of picturePaths(report)) {
    signal.throwIfAborted();
    await take(path, await readThumbnail(path));
  }
}

/** Progress as events rather than as a bar. */
function passOn({ onProgress, onMessage }: AnalyzeOptions): Progress {
  let state: AnalyzeProgress = { task: '', done: 0, total: 0, unit: '' };
  const change = (part: Partial<AnalyzeProgress>) => {
    state = { ...state, ...part };
    if (state.total > 0) onProgress?.(state);
  };
  return {
    start: (task, total, unit) => change({ task, done: 0, total, unit }),
    update: (done) => change({ done }),
    setTotal: (total) => {
      if (total !== state.total) change({ total });
    },
    stop: () => {},
    log: (line) => onMessage?.(line),
  };
}
