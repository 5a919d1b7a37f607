import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashBytes, type IndexKind, libraryKeys } from '../../../core/index.ts';
import { createFileStore } from '../store.ts';

/**
 * Puts an index into the library: the index, then the record that names it, and only then earlier ones go. A reader
 * that reads meanwhile finds the old one or the new one whole.
 *
 * @param facts what the record says besides
 */
export async function publishIndex(
  libraryFolder: string,
  kind: IndexKind,
  index: { readonly bytes: Uint8Array; readonly items: number },
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const store = createFileStore(libraryFolder);
  const sha256 = hashBytes(index.bytes);
  await store.put(libraryKeys.index(kind, sha256), index.bytes);
  const record = { schemaVersion: 1, sha256, items: index.items, ...facts };
  await store.put(libraryKeys.record(kind), Buffer.from(`${JSON.stringify(record, null, 2)}\n`));
  await removeIndexes(libraryFolder, kind, libraryKeys.index(kind, sha256));
}

/** Takes a record and all its indexes away. */
export async function withdrawIndex(libraryFolder: string, kind: IndexKind): Promise<void> {
  await rm(join(libraryFolder, libraryKeys.record(kind)), { force: true });
  await removeIndexes(libraryFolder, kind, null);
}

async function removeIndexes(libraryFolder: string, kind: IndexKind, keep: string | null): Promise<void> {
  for await (const { key } of createFileStore(libraryFolder).list(`${kind}/`))
    if (key.endsWith('.index') && key !== keep) await rm(join(libraryFolder, key), { force: true });
}
