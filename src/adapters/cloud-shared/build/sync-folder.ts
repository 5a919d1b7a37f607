import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** A file to be: taken from a path, or these bytes. */
export interface FileSource {
  readonly from: string | Uint8Array;
  readonly isExecutable?: boolean;
}

/**
 * Makes a folder hold these files and nothing else; keys are paths below it, with `/`. Files that are right already are
 * not touched, and others are replaced at once: several may do the same. Returns how many were written.
 */
export async function syncFolder(folder: string, files: ReadonlyMap<string, FileSource>): Promise<number> {
  await mkdir(folder, { recursive: true });
  const temporary = await mkdtemp(join(dirname(folder), '.sync-'));
  try {
    return await sync(folder, files, join(temporary, 'file'));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function sync(folder: string, files: ReadonlyMap<string, FileSource>, temporary: string): Promise<number> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isWanted = files.has(relative(folder, path).split(sep).join('/'));
    if (!entry.isDirectory() && !isWanted) await rm(path, { force: true });
  }
  let written = 0;
  for (const [path, { from, isExecutable = false }] of files) {
    const target = join(folder, path);
    if (!(await isSame(target, from))) {
      await mkdir(dirname(target), { recursive: true });
      if (typeof from === 'string') await copyFile(from, temporary);
      else await writeFile(temporary, from);
      await chmod(temporary, isExecutable ? 0o755 : 0o644);
      await rename(temporary, target);
      written += 1;
    } else await chmod(target, isExecutable ? 0o755 : 0o644);
  }
  return written;
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
