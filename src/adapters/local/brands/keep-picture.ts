import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Ffmpeg, hashBytes, readPicture, shrinkPicture } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';
import { MAX_PICTURE_BYTES, readBytes } from '../reading/index.ts';

/** Smaller files are kept as they are. */
const SMALL_BYTES = 200_000;

/**
 * Keeps a picture in a folder under a name that follows from its content, smaller where it is large. Returns the file's
 * name. Errors: kind `input` for what is not a picture.
 */
export async function keepPicture(
  path: string,
  folder: string,
  tools: { readonly ffmpeg: Ffmpeg; readonly signal: AbortSignal },
): Promise<{ file: string; name: string }> {
  const bytes = await readBytes(path, { maxBytes: MAX_PICTURE_BYTES, signal: tools.signal });
  const hash = hashBytes(bytes).slice(0, 16);
  const { format, isTransparent } = await readPicture(path, tools);
  const isSmall = bytes.length <= SMALL_BYTES;
  const extension = isSmall ? format.extension : isTransparent ? 'png' : 'jpg';
  const file = `${hash}.${extension}`;
  const temporary = join(folder, `.${hash}-new.${extension}`);
  try {
    await mkdir(folder, { recursive: true });
    if (isSmall) await writeFile(temporary, bytes);
    else await shrinkPicture(path, temporary, tools);
    await rename(temporary, join(folder, file));
  } catch (cause) {
    throw mapFileError(cause, 'write', folder);
  } finally {
    await rm(temporary, { force: true });
  }
  return { file, name: basename(path) };
}
