import { z } from 'zod';
import { type IndexKind, indexRecordSchema, libraryKeys, ReelsightError } from '../../../core/index.ts';
import { createFileStore } from '../file-store.ts';

/**
 * Reads the record of an index with what this machine keeps in it besides; null where there is none. Errors: kind `input`
 * for a damaged one.
 */
export async function readRecord<T extends z.ZodRawShape>(libraryFolder: string, kind: IndexKind, shape: T) {
  const store = createFileStore(libraryFolder);
  const key = libraryKeys.record(kind);
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
      `The record ${key} of the library ${JSON.stringify(libraryFolder)} is damaged. Bring it back from a copy, or remove it and register anew.`,
      { cause },
    );
  }
}
