/** Cells of a row; numbers are shown with three digits after the point. */
export type Cells = readonly (string | number)[];

/** A row of a Markdown table. */
export const tableRow = (cells: Cells): string =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join(' | ')} |`;

/** The first row of a Markdown table and the line below it. */
export const tableHead = (cells: readonly string[]): string => `${tableRow(cells)}\n|${'---|'.repeat(cells.length)}`;

/**
 * Rows as lines in columns as wide as their widest cells, two spaces apart: the first column begins on one line, the others
 * end on one. The last cell of a row may be a remark of any length: it begins where it is, and makes nothing wider.
 */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [c, cell] of row.slice(0, -1).entries()) widths[c] = Math.max(widths[c] ?? 0, cell.length);
  const align = (cell: string, c: number, last: boolean): string => {
    if (last) return cell;
    return c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]);
  };
  return rows
    .map((row) =>
      row
        .map((cell, c) => align(cell, c, c === row.length - 1))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
