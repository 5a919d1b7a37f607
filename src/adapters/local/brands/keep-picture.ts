import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Ffmpeg, hashBytes, ReelsightError, readPicture, shrinkPicture } from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';

/** Smaller files are kept as they are. */
const SMALL_BYTES = 200_000;
/** What is larger is not a picture of a logo. */
const MAX_BYTES = 200_000_000;

/**
 * Keeps a picture in a folder under a name that follows from its content, smaller where it is large. Returns the file's
 * name. Errors: kind `input` for what is not a picture.
 */
export async function keepPicture(
  path: string,
  folder: string,
  tools: { readonly ffmpeg: Ffmpeg; readonly signal: AbortSignal },
): Promise<{ file: string; name: string }> {
  const { size } = await stat(path).catch((cause: unknown) => {
    throw mapFileError(cause, 'read', path);
  });
  if (size > MAX_BYTES)
    throw new ReelsightError('input', `${quoteName(path)} has ${size} bytes: too many for a picture of a logo.`);
  const hash = hashBytes(await readFile(path)).slice(0, 16);
  const { format, isTransparent } = await readPicture(path, tools);
  const isSmall = size <= SMALL_BYTES;
  const extension = isSmall ? format.extension : isTransparent ? 'png' : 'jpg';
  const file = `${hash}.${extension}`;
  const temporary = join(folder, `.${hash}-new.${extension}`);
  try {
    await mkdir(folder, { recursive: true });
    if (isSmall) await copyFile(path, temporary);
    else await shrinkPicture(path, temporary, tools);
    await rename(temporary, join(folder, file));
  } catch (cause) {
    throw mapFileError(cause, 'write', folder);
  } finally {
    await rm(temporary, { force: true });
  }
  return { file, name: basename(path) };
}
