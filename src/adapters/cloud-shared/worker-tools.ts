import { type Classifier, type Ffmpeg, inspectFfmpeg, maxMemoryOfFunction } from '../../core/index.ts';
import { loadClassifiers } from './models.ts';
import { once } from './once.ts';

/** What ffmpeg sees of the environment: no credential. */
const FFMPEG_ENVIRONMENT = { AV_LOG_FORCE_NOCOLOR: '1' };

interface FfmpegEnvironment {
  readonly FFMPEG_PATH: string;
  readonly FFPROBE_PATH: string;
  readonly REELSIGHT_MAX_HOURS: number;
}

/**
 * The ffmpeg of a function, looked at once, and its ffprobe, which starts only where something is probed. `functionMb`:
 * memory that the function has.
 */
export const openFfmpeg = (environment: FfmpegEnvironment, functionMb: number): (() => Promise<Ffmpeg>) =>
  once(async () => ({
    ...(await inspectFfmpeg(environment.FFMPEG_PATH, FFMPEG_ENVIRONMENT, environment.FFPROBE_PATH)),
    maxVideoHours: environment.REELSIGHT_MAX_HOURS,
    maxMemoryMb: maxMemoryOfFunction(functionMb),
  }));

/** The networks in this folder, loaded once. */
export const openClassifiers = (folder: string): (() => Promise<Classifier[]>) => once(() => loadClassifiers(folder));
