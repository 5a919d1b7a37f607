/** Cells of a row; numbers are shown with three digits after the point. */
export type Cells = readonly (string | number)[];

/** A row of a Markdown table. */
export const tableRow = (cells: Cells): string =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join(' | ')} |`;

/** The first row of a Markdown table and the line below it. */
export const tableHead = (cells: readonly string[]): string => `${tableRow(cells)}\n|${'---|'.repeat(cells.length)}`;

/** `12`, `-3.4`, `$0.01`: what is read by its end. */
const isNumber = (cell: string): boolean => /^[-$]?\d/.test(cell);

/**
 * Rows as lines in columns as wide as their widest cells, two spaces apart: texts begin on one line, numbers (with what
 * follows them) end on one. The last cell of a row may be a remark of any length: it begins where it is, and makes nothing
 * wider.
 */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [c, cell] of row.slice(0, -1).entries()) widths[c] = Math.max(widths[c] ?? 0, cell.length);
  const align = (cell: string, c: number) => (isNumber(cell) ? cell.padStart(widths[c]) : cell.padEnd(widths[c]));
  return rows.map((row) => [...row.slice(0, -1).map(align), ...row.slice(-1)].join('  ').trimEnd()).join('\n');
}
