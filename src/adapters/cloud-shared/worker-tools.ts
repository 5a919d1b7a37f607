import { type Classifier, type Ffmpeg, inspectFfmpeg } from '../../core/index.ts';
import { loadClassifiers } from './models.ts';
import { once } from './once.ts';

/** What ffmpeg sees of the environment: no credential. */
const FFMPEG_ENVIRONMENT = { AV_LOG_FORCE_NOCOLOR: '1' };

/** The ffmpeg at this path, looked at once, and its ffprobe, which starts only where something is probed. */
export const openFfmpeg = (path: string, ffprobePath: string): (() => Promise<Ffmpeg>) =>
  once(() => inspectFfmpeg(path, FFMPEG_ENVIRONMENT, ffprobePath));

/** The networks in this folder, loaded once. */
export const openClassifiers = (folder: string): (() => Promise<Classifier[]>) => once(() => loadClassifiers(folder));
