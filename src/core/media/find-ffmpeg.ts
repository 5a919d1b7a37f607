import { createRequire } from 'node:module';
import { findCacheFolder } from '../cache-folder.ts';
import { type Config, DEFAULT_MAX_HOURS } from '../config.ts';
import { ReelsightError } from '../errors.ts';
import { type Ffmpeg, inspectFfmpeg } from './ffmpeg.ts';
import { findOnPath } from './find-ffprobe.ts';
import { chooseMaxMemoryMb } from './max-memory.ts';
import { locatePackagedFfprobe, makeStartable } from './packaged-ffprobe.ts';

/** Where an ffmpeg came from, in the order in which they are tried. */
type FfmpegOrigin = 'FFMPEG_PATH' | 'system' | 'package';

export interface FoundFfmpeg {
  readonly ffmpeg: Ffmpeg;
  readonly origin: FfmpegOrigin;
}

/** What ffmpeg may see of the environment: where its libraries are, and no secret. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP'];

/**
 * Finds ffmpeg: FFMPEG_PATH, else the system's, else the one packaged with @ffmpeg-installer. Its ffprobe
 * is FFPROBE_PATH's, else the one that goes with it.
 * Errors: kind `environment` when there is none, or when FFMPEG_PATH names none: a set path is never passed over; and as
 * `makeStartable` where the packaged ffprobe is the one.
 */
export async function findFfmpeg(
  config: Pick<Config, 'FFMPEG_PATH' | 'FFPROBE_PATH'> &
    Partial<Pick<Config, 'REELSIGHT_MAX_HOURS' | 'REELSIGHT_MAX_MEMORY_MB' | 'REELSIGHT_CACHE'>>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FoundFfmpeg> {
  const passedOn = Object.fromEntries(
    PASSED_ON.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const limits = {
    maxVideoHours: config.REELSIGHT_MAX_HOURS ?? DEFAULT_MAX_HOURS,
    maxMemoryMb: config.REELSIGHT_MAX_MEMORY_MB ?? chooseMaxMemoryMb(),
  };
  const childEnvironment = { ...passedOn, AV_LOG_FORCE_NOCOLOR: '1' };
  const complete = async (ffmpeg: Ffmpeg): Promise<Ffmpeg> => {
    const packaged = config.FFPROBE_PATH ? null : locatePackagedFfprobe();
    const isPackaged = packaged !== null && ffmpeg.ffprobePath === packaged.path;
    const ffprobePath = isPackaged
      ? await makeStartable(packaged, findCacheFolder({ REELSIGHT_CACHE: config.REELSIGHT_CACHE }, environment))
      : ffmpeg.ffprobePath;
    return { ...ffmpeg, ffprobePath, ...limits };
  };
  if (config.FFMPEG_PATH) {
    const ffmpeg = await inspectFfmpeg(config.FFMPEG_PATH, childEnvironment, config.FFPROBE_PATH).catch(
      (cause: unknown) => {
        throw new ReelsightError(
          'environment',
          `FFMPEG_PATH names no ffmpeg that runs: ${config.FFMPEG_PATH}. Correct it, or unset it to use the system's or the packaged one.`,
          { cause },
        );
      },
    );
    return { ffmpeg: await complete(ffmpeg), origin: 'FFMPEG_PATH' };
  }
  const system = await findOnPath('ffmpeg', environment.PATH ?? '');
  const candidates: [FfmpegOrigin, string | null][] = [
    ['system', system],
    ['package', packagedPath()],
  ];
  for (const [origin, path] of candidates) {
    const ffmpeg = path && (await inspectFfmpeg(path, childEnvironment, config.FFPROBE_PATH).catch(() => null));
    if (ffmpeg) return { ffmpeg: await complete(ffmpeg), origin };
  }
  throw new ReelsightError(
    'environment',
    'No ffmpeg was found: none on PATH, and no packaged one for this system. Install ffmpeg, or set FFMPEG_PATH.',
  );
}

/** The installer package throws where it has no binary for the system. */
function packagedPath(): string | null {
  try {
    return (createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string }).path;
  } catch {
    return null;
  }
}
