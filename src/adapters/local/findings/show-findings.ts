import { plainLine } from '../terminal/plain-text.ts';
import type { Finding } from './detect-in-files.ts';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const HEADER = ['sure', 'features', 'left,top - right,bottom', 'found in', 'what'];

/** Findings as a table, the widest and least even columns last. */
export function tabulateFindings(findings: readonly Finding[]): string {
  const rows = findings.flatMap(({ picture, found }) =>
    found.map(({ confidence, inliers, box, item }) => {
      const [left, top, right, bottom] = box.map((share) => `${Math.round(100 * share)}`);
      return [percent(confidence), String(inliers), `${left},${top} - ${right},${bottom} %`, picture, item.title];
    }),
  );
  const empty = findings.filter(({ found }) => found.length === 0).map(({ picture }) => picture);
  const lines = [
    ...(rows.length > 0 ? alignColumns([HEADER, ...rows]) : []),
    ...(empty.length > 0 ? [`Nothing found in ${empty.length} of ${findings.length}: ${shorten(empty)}`] : []),
  ];
  return `${lines.map(plainLine).join('\n')}\n`;
}

const MAX_NAMES = 10;
const shorten = (names: readonly string[]): string =>
  names.length > MAX_NAMES ? `${names.slice(0, MAX_NAMES).join(', ')}, ...` : names.join(', ');

/** Rows of equal columns; the last one is not padded. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((text, column) => (column === row.length - 1 ? text : text.padEnd(widths[column]))).join('  '),
  );
}

/** Findings for programs: boxes in shares of the picture. */
export const findingsToJson = (findings: readonly Finding[]) =>
  findings.map(({ picture, width, height, found }) => ({
    picture,
    width,
    height,
    found: found.map(({ item, confidence, inliers, box: [left, top, right, bottom] }) => ({
      ...{ id: item.id, title: item.title, confidence, inliers },
      box: { left, top, right, bottom },
    })),
  }));
