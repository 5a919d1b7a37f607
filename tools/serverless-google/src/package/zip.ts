import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** The first that a zip knows. Local time, as zips hold it: the same bytes in every time zone. */
const MTIME = new Date(1980, 0, 1);

export interface ZipFacts {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/**
 * Writes a zip of files below a folder, whole or not at all. The same files give the same bytes, whenever and wherever.
 * `paths` are below the folder; those in `executables` keep their bit.
 */
export async function writeZip(
  zipPath: string,
  folder: string,
  paths: Iterable<string>,
  executables: ReadonlySet<string>,
): Promise<ZipFacts> {
  const zip = new ZipFile();
  for (const path of [...paths].sort((a, b) => (a < b ? -1 : 1)))
    zip.addFile(join(folder, path), path, {
      mtime: MTIME,
      forceDosTimestamp: true,
      mode: executables.has(path) ? 0o100755 : 0o100644,
    });
  zip.end();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  const temporary = `${zipPath}.${process.pid}.part`;
  const failed = new Promise<never>((_, reject) => zip.once('error', reject));
  try {
    await Promise.race([pipeline(zip.outputStream, measure, createWriteStream(temporary)), failed]);
    await rename(temporary, zipPath);
  } finally {
    await rm(temporary, { force: true });
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}
