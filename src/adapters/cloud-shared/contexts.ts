import { SHIPPED_HEADS } from '../../../models/shipped-heads.ts';
import { createDetectorLoader } from '../../core/index.ts';
import {
  type ApiContext,
  type AssembleContext,
  type Billing,
  type CloudStore,
  type Engine,
  type MultipartUploads,
  openLibrary,
  type PlanContext,
  type StartContext,
  type VideoLibrary,
  type WorkerContext,
} from '../../service/index.ts';
import { readModelFacts } from './models.ts';
import { openClassifiers, openFfmpeg } from './worker-tools.ts';

/** What each function works with, on whichever cloud: of its store and of its environment. */

/** A cloud's store and its prices. */
export interface CloudStorage {
  readonly store: CloudStore;
  readonly videos: VideoLibrary;
  readonly uploads: MultipartUploads;
  readonly billing: Billing;
}

interface Environment {
  readonly FFMPEG_PATH: string;
  /** Only the plan probes: workers have none. */
  readonly FFPROBE_PATH: string;
  readonly REELSIGHT_MODELS: string;
  readonly REELSIGHT_CHUNK_SECONDS: number;
  readonly REELSIGHT_MAX_HOURS: number;
}

/** `functionMb`: memory that the function has. */
export const planContextOf = (
  storage: CloudStorage,
  environment: Environment,
  functionMb: number,
  findCapacity: PlanContext['findCapacity'],
): PlanContext => ({
  ...storage,
  ffmpeg: openFfmpeg(environment, functionMb),
  chunkSeconds: environment.REELSIGHT_CHUNK_SECONDS,
  findCapacity,
});

/** `functionMb`: memory that the function has. */
export const workerContextOf = (
  storage: CloudStorage,
  environment: Environment,
  functionMb: number,
): WorkerContext => ({
  ...storage,
  ffmpeg: openFfmpeg(environment, functionMb),
  classifiers: openClassifiers(environment.REELSIGHT_MODELS),
  detectors: createDetectorLoader(openLibrary(storage.store)),
});

/** `engine`: its name, for the report's usage. */
export const assembleContextOf = async (
  storage: CloudStorage,
  environment: Environment,
  engine: string,
): Promise<AssembleContext> => ({
  ...storage,
  models: await readModelFacts(environment.REELSIGHT_MODELS),
  shippedHeads: SHIPPED_HEADS,
  engine,
});

/** For functions that start analyses and say how they stand. */
export const startContextOf = async (storage: CloudStorage, environment: Environment, engine: Engine) => ({
  ...storage,
  engine,
  models: await readModelFacts(environment.REELSIGHT_MODELS),
  shippedHeads: SHIPPED_HEADS,
});

/** Logs to stderr, which both clouds keep. */
export const apiContextOf = (context: StartContext & CloudStorage): ApiContext => ({
  ...context,
  logError: (error) => console.error(error),
});
