import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** A file to be: taken from a path, or these bytes. */
export interface FileSource {
  readonly from: string | Uint8Array;
  readonly isExecutable: boolean;
}

/** By path below the root, with `/`. */
export type Files = ReadonlyMap<string, FileSource>;

/** Makes a folder hold these files and nothing else. What is right already is not touched. */
export async function syncFolder(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isWanted = files.has(relative(folder, path).split(sep).join('/'));
    if (!entry.isDirectory() && !isWanted) await rm(path);
  }
  for (const [path, { from, isExecutable }] of files) {
    const target = join(folder, path);
    if (!(await isSame(target, from))) {
      await mkdir(dirname(target), { recursive: true });
      if (typeof from === 'string') await copyFile(from, target);
      else await writeFile(target, from);
    }
    await chmod(target, isExecutable ? 0o755 : 0o644);
  }
}

async function isSame(target: string, from: string | Uint8Array): Promise<boolean> {
  const found = await stat(target).catch(() => null);
  const sizeBytes = typeof from === 'string' ? (await stat(from)).size : from.length;
  if (!found?.isFile() || found.size !== sizeBytes) return false;
  return (await hash(target)) === (await hash(from));
}

const hash = async (content: string | Uint8Array): Promise<string> =>
  createHash('sha256')
    .update(typeof content === 'string' ? await readFile(content) : content)
    .digest('hex');
