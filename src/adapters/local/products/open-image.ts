import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ffmpeg, type ReadPicture, ReelsightError, readPicture } from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';
import { type AllowedFolders, resolveInside } from '../reading/index.ts';
import { fetchImage, MAX_IMAGE_BYTES } from './fetch-image.ts';

/** One letter and a colon is a drive. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

export interface ImageTools {
  readonly ffmpeg: Ffmpeg;
  /** Where files may lie that the catalogue names: its own folder first. */
  readonly folders: AllowedFolders;
  readonly workFolder: string;
  readonly allowPrivateHosts: boolean;
  readonly signal: AbortSignal;
}

/**
 * Reads a picture that a catalogue names: a path in its folder or in those that the user allows, by name or as a `file:`
 * URL, or an `http(s)` URL. Errors: ReelsightError.
 */
export async function openImage(address: string, tools: ImageTools): Promise<ReadPicture> {
  const scheme = SCHEME.exec(address)?.[1].toLowerCase();
  if (scheme === 'http' || scheme === 'https') return openRemote(address, tools);
  if (scheme !== undefined && scheme !== 'file')
    throw new ReelsightError(
      'unsupported',
      `${scheme}: is not the address of a picture: give a path, file: or http(s)`,
    );
  const path = await resolveInside(scheme ? pathOf(address) : address, tools.folders);
  try {
    await assertSmallFile(path);
    return await readPicture(path, tools);
  } catch (cause) {
    throw mapFileError(cause, 'read', path);
  }
}

async function assertSmallFile(path: string): Promise<void> {
  const file = await stat(path);
  if (file.isFile() && file.size > MAX_IMAGE_BYTES)
    throw new ReelsightError('input', `${quoteName(path)} is longer than ${MAX_IMAGE_BYTES / 1e6} MB`);
}

async function openRemote(address: string, tools: ImageTools): Promise<ReadPicture> {
  const path = join(tools.workFolder, randomUUID());
  await writeFile(path, await fetchImage(address, tools));
  try {
    return await readPicture(path, tools);
  } finally {
    await rm(path, { force: true });
  }
}

function pathOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch (cause) {
    throw new ReelsightError('input', `${JSON.stringify(address)} is not a file: URL of this machine`, { cause });
  }
}
