import { decodeText } from './decode-text.ts';
import { type ReadLimits, readBytes } from './read-bytes.ts';

export { readBytes } from './read-bytes.ts';
export { type AllowedFolders, resolveInside } from './resolve-inside.ts';

/** Reads a text that a user named whole. Errors: as `readBytes` and `decodeText`. */
export const readText = async (
  path: string,
  { warn, ...limits }: ReadLimits & { readonly warn?: ((message: string) => void) | undefined },
): Promise<string> => decodeText(await readBytes(path, limits), path, warn);

/** Longest files of each kind, in bytes. */
export const MAX_SETTINGS_BYTES = 1_000_000;
export const MAX_HEAD_BYTES = 100_000_000;
export const MAX_PICTURE_BYTES = 200_000_000;
export const MAX_LIST_BYTES = 250_000_000;
/** Of a library or of an analysis under way: indexes are the largest. */
export const MAX_OBJECT_BYTES = 2_000_000_000;
/** A feature film's report has some 10 MB. */
export const MAX_REPORT_BYTES = 250_000_000;
