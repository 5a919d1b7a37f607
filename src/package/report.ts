/**
 * The report of an analysis: its type, its schema, and how to read one back.
 *
 * @module
 */
import { MAX_REPORT_BYTES, readText } from '../adapters/local/reading/index.ts';
import { describeIssues, ReelsightError, type Report, reportSchema } from '../core/index.ts';

export { type Report, reportJsonSchema } from '../core/index.ts';

/**
 * Checks what claims to be a report: the text of a `report.json`, or what `JSON.parse` made of it. Fields that the schema
 * does not know are left out.
 *
 * @throws ReelsightError `input` for what is not JSON or breaks the schema, with the first places where it does.
 * @example
 * import { readFile } from 'node:fs/promises';
 * import { parseReport } from 'reelsight/report';
 *
 * const report = parseReport(await readFile('film.mp4.reelsight/report.json', 'utf8'));
 * console.log(report.shots.length, report.brandSafety.verdict);
 */
export function parseReport(input: unknown): Report {
  const result = reportSchema.safeParse(typeof input === 'string' ? parseJson(input) : input);
  if (result.success) return result.data;
  throw new ReelsightError('input', `This is not a report: ${describeIssues(result.error.issues, 'the report')}.`);
}

/**
 * Reads a `report.json` and checks it.
 *
 * @throws ReelsightError `not-found` when there is no such file, `input` for one that is not text in UTF-8 or has more than
 * 250 MB, `storage` when it cannot be read, else as `parseReport`.
 * @example
 * import { readReport } from 'reelsight/report';
 *
 * const report = await readReport('film.mp4.reelsight/report.json');
 * for (const { timecode, score } of report.storyBreaks) console.log(timecode, score);
 */
export async function readReport(path: string): Promise<Report> {
  return parseReport(await readText(path, { maxBytes: MAX_REPORT_BYTES }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ReelsightError('input', 'This is not a report: it is not JSON.', { cause });
  }
}
