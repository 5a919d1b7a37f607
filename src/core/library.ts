import { z } from 'zod';
import { ReelsightError } from './errors.ts';
import { fitHead, type Head, type HeadNetwork, openHead } from './heads/head.ts';
import { parseHeadFile } from './heads/head-file.ts';
import type { ObjectStore } from './ports.ts';
import { indexIdentitySchema } from './report/appearances.ts';
import type { IndexIdentity } from './report.ts';
import { hashBytes } from './vision/model-file.ts';

/**
 * What users teach the product lies in one folder, on a laptop as in a bucket: `heads/<name>.json`, and for brands and for
 * the catalogue a record (`brands.json`) that names an index by its hash (`brands/<sha256>.index`). An index never changes
 * under its name, so an analysis that runs while a new one is put there ends with the one that it began with.
 */
export interface Library {
  readonly store: Pick<ObjectStore, 'get' | 'list'>;
  /** Where it lies in the store: '' or a folder that ends with a slash. */
  readonly prefix: string;
}

/** Where the library lies in a bucket. */
export const LIBRARY_PREFIX = 'library/';

export type IndexKind = 'brands' | 'catalogue';

export const libraryKeys = {
  heads: 'heads/',
  record: (kind: IndexKind): string => `${kind}.json`,
  index: (kind: IndexKind, sha256: string): string => `${kind}/${sha256}.index`,
};

/** The record beside an index. */
const indexRecordSchema = indexIdentitySchema.extend({ schemaVersion: z.literal(1) });

/** A head that comes with the product. */
export interface ShippedHead {
  readonly bytes: Uint8Array;
  /** For messages. */
  readonly origin: string;
}

/**
 * Opens all heads for a network: those that come with the product, then the library's by name. One of the library takes
 * the place of a shipped one of its name. Errors: as `openHead`.
 */
export async function loadHeads(
  shipped: readonly ShippedHead[],
  library: Library | null,
  network: HeadNetwork,
): Promise<Head[]> {
  const heads = new Map<string, Head>();
  const add = (head: Head) => void heads.set(head.name, head);
  for (const { bytes, origin } of shipped) {
    const file = parseHeadFile(bytes, origin);
    // The shipped ones were trained for one network: another has none.
    if (file.input.network === network.name) add(fitHead(file, hashBytes(bytes), origin, network));
  }
  if (library)
    for await (const { key } of library.store.list(`${library.prefix}${libraryKeys.heads}`))
      if (key.endsWith('.json')) add(openHead(await library.store.get(key), key, network));
  return [...heads.values()];
}

/** What the library has to search for; null where it has no such index. Errors: kind `input` for a damaged record. */
export async function findIndex(library: Library, kind: IndexKind): Promise<IndexIdentity | null> {
  const record = await readIndexRecord(library, kind, {});
  return record && { sha256: record.sha256, items: record.items };
}

/**
 * Reads the record of an index, with what its maker keeps in it besides (`shape`); null where there is none.
 * Errors: kind `input` for a damaged one.
 */
export async function readIndexRecord<T extends z.ZodRawShape>({ store, prefix }: Library, kind: IndexKind, shape: T) {
  const key = `${prefix}${libraryKeys.record(kind)}`;
  let bytes: Uint8Array;
  try {
    bytes = await store.get(key);
  } catch (error) {
    if (error instanceof ReelsightError && error.kind === 'not-found') return null;
    throw error;
  }
  try {
    return z.object({ ...indexRecordSchema.shape, ...shape }).parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch (cause) {
    throw new ReelsightError(
      'input',
      `The library's record ${key} is damaged. Bring it back from a copy, or remove it and rebuild the ${kind} index.`,
      { cause },
    );
  }
}

/**
 * Reads an index and checks that it is the one meant. Errors: kind `not-found` for one that was taken away since or may not
 * be read, `input` for a damaged one.
 */
export async function loadIndex(
  { store, prefix }: Library,
  kind: IndexKind,
  { sha256 }: Pick<IndexIdentity, 'sha256'>,
): Promise<Uint8Array> {
  const key = `${prefix}${libraryKeys.index(kind, sha256)}`;
  let bytes: Uint8Array;
  try {
    bytes = await store.get(key);
  } catch (cause) {
    if (!isOutOfReach(cause)) throw cause;
    throw new ReelsightError(
      'not-found',
      `The index ${key} is gone, or may not be read. Put it back, or rebuild the ${kind} index and start the analysis again.`,
      { cause },
    );
  }
  const found = hashBytes(bytes);
  if (found !== sha256)
    throw new ReelsightError('input', `The index ${key} is damaged: its SHA-256 is ${found}. Rebuild it.`);
  return bytes;
}

/** Workers may not list a bucket: to them, what is not there looks forbidden. */
const isOutOfReach = (error: unknown): boolean =>
  error instanceof ReelsightError && !error.retryable && (error.kind === 'not-found' || error.kind === 'denied');
