/** Bytes [start, end). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a store answers to ranges that it does not give. */
export interface RangeFaults {
  readonly several: () => Error;
  readonly unsatisfiable: () => Error;
}

/**
 * Reads a Range header; null: all of it. What makes no sense counts as no range, as in S3 and Cloud Storage. Errors: those
 * of `faults`.
 */
export function readRange(header: string | undefined, sizeBytes: number, faults: RangeFaults): ByteRange | null {
  if (header?.includes(',')) throw faults.several();
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    if (length === 0) throw faults.unsatisfiable();
    return { start: sizeBytes - length, end: sizeBytes };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= sizeBytes) throw faults.unsatisfiable();
  return { start, end: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) };
}
