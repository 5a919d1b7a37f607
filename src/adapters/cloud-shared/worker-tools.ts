import { type Classifier, type Ffmpeg, inspectFfmpeg, maxMemoryOfFunction } from '../../core/index.ts';
import { loadClassifiers } from './models.ts';
import { once } from './once.ts';

/** What ffmpeg sees of the environment: no credential. */
const FFMPEG_ENVIRONMENT = { AV_LOG_FORCE_NOCOLOR: '1' };

/** What an ffmpeg of a function may take. */
export interface FfmpegLimits {
  readonly maxVideoHours: number;
  /** MB of memory that the function has. */
  readonly functionMb: number;
}

/** The ffmpeg at this path, looked at once. */
export const openFfmpeg = (path: string, { maxVideoHours, functionMb }: FfmpegLimits): (() => Promise<Ffmpeg>) =>
  once(async () => ({
    ...(await inspectFfmpeg(path, FFMPEG_ENVIRONMENT)),
    maxVideoHours,
    maxMemoryMb: maxMemoryOfFunction(functionMb),
  }));

/** The networks in this folder, loaded once. */
export const openClassifiers = (folder: string): (() => Promise<Classifier[]>) => once(() => loadClassifiers(folder));
