import { fault } from './fault.ts';

/** Bytes [start, end). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Reads a Range header; null: all of it. What makes no sense counts as no range, as in S3. Errors: the fault InvalidRange. */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  if (header?.includes(',')) throw fault('NotImplemented', 'Several ranges at once are not implemented.');
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    if (length === 0) throw fault('InvalidRange');
    return { start: sizeBytes - length, end: sizeBytes };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= sizeBytes) throw fault('InvalidRange');
  return { start, end: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) };
}
