import { realpath } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { isProgram, locatePackagedFfprobe } from './packaged-ffprobe.ts';

const inFolder = (folder: string, program: string) =>
  join(folder, process.platform === 'win32' ? `${program}.exe` : program);

/** The first program of that name in the folders of a PATH; null where there is none. */
export async function findOnPath(program: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    const file = inFolder(folder, program);
    if (folder && (await isProgram(file))) return file;
  }
  return null;
}

/**
 * The ffprobe that goes with an ffmpeg: the one beside it, as both are built together, else the one on PATH, else the
 * one packaged with @ffprobe-installer, whether or not it may be started. Where there is none, its bare name, which does
 * not start.
 */
export async function findFfprobe(ffmpegPath: string, path: string): Promise<string> {
  const ffmpeg = isAbsolute(ffmpegPath) ? ffmpegPath : ((await findOnPath(ffmpegPath, path)) ?? ffmpegPath);
  // A link is often one to a folder where both lie.
  const folders = [dirname(ffmpeg), dirname(await realpath(ffmpeg).catch(() => ffmpeg))];
  for (const folder of isAbsolute(ffmpeg) ? folders : []) {
    const file = inFolder(folder, 'ffprobe');
    if (await isProgram(file)) return file;
  }
  return (await findOnPath('ffprobe', path)) ?? locatePackagedFfprobe()?.path ?? 'ffprobe';
}
