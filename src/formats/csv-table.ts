import { stringify } from 'csv-stringify/sync';

export type CsvValue = string | number | null;

/**
 * A table as CSV (RFC 4180: CRLF, quotes where needed), one row a line under a header. Text that a spreadsheet would run
 * as a formula gets an apostrophe before it.
 */
export const writeTable = <C extends string>(
  columns: readonly C[],
  rows: readonly Readonly<Record<C, CsvValue>>[],
): string =>
  stringify([...rows], { columns: [...columns], header: true, record_delimiter: 'windows', escape_formulas: true });
