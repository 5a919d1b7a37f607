import { ReelsightError } from '../../core/index.ts';

const MIB = 2 ** 20;
const MIN_PART_BYTES = 8 * MIB;
/** Neither S3 nor Cloud Storage takes a larger one. */
const MAX_PART_BYTES = 5 * 1024 * MIB;
/** The stores take 10,000, but the signed URLs of all parts go through one answer of the API. */
const MAX_PARTS = 1000;

/**
 * In which parts a file is uploaded: their size in whole MiB, of all but the last, and their numbers from 1. `aimParts`: no
 * more than so many, unless they were larger than a store takes. Errors: kind `input` for more than a store takes.
 */
export function cutUpload(
  address: string,
  sizeBytes: number,
  aimParts = MAX_PARTS,
): { readonly partSizeBytes: number; readonly partNumbers: readonly number[] } {
  const wholeMib = (parts: number) => Math.ceil(sizeBytes / parts / MIB) * MIB;
  const partSizeBytes = Math.max(MIN_PART_BYTES, Math.min(wholeMib(aimParts), MAX_PART_BYTES));
  if (wholeMib(MAX_PARTS) > MAX_PART_BYTES)
    throw new ReelsightError(
      'input',
      `${address} would have ${sizeBytes} bytes, but at most ${MAX_PARTS * MAX_PART_BYTES} can be uploaded. ` +
        'Give a smaller file.',
    );
  const count = Math.max(1, Math.ceil(sizeBytes / partSizeBytes));
  return { partSizeBytes, partNumbers: Array.from({ length: count }, (_, i) => i + 1) };
}
