import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ffmpeg, type ReadPicture, ReelsightError, readPicture } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';
import { fetchImage } from './fetch-image.ts';

/** One letter and a colon is a drive. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

export interface ImageTools {
  readonly ffmpeg: Ffmpeg;
  readonly cataloguePath: string;
  readonly workFolder: string;
  readonly allowPrivateHosts: boolean;
  readonly signal: AbortSignal;
}

/** Reads a picture that a catalogue names: a path beside it, a `file:` or an `http(s)` URL. Errors: ReelsightError. */
export async function openImage(address: string, tools: ImageTools): Promise<ReadPicture> {
  const scheme = SCHEME.exec(address)?.[1].toLowerCase();
  if (scheme === 'http' || scheme === 'https') return openRemote(address, tools);
  if (scheme !== undefined && scheme !== 'file')
    throw new ReelsightError(
      'unsupported',
      `${scheme}: is not the address of a picture: give a path, file: or http(s)`,
    );
  const path = scheme ? pathOf(address) : resolve(dirname(tools.cataloguePath), address);
  return readPicture(path, tools).catch((cause: unknown) => {
    throw mapFileError(cause, 'read', path);
  });
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
