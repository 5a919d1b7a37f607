import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ReelsightError } from '../../../core/index.ts';
import { type AllowedFolders, MAX_LIST_BYTES, readText, resolveInside } from '../reading/index.ts';
import { type Example, isExampleName, isVideoName } from './examples.ts';

export interface ListOptions {
  /** Folders besides the table's own that its files may lie in. */
  readonly allowFolders: readonly string[];
  readonly warn: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Of one row: a quote that is never closed ends here. */
const MAX_ROW_BYTES = 1_000_000;

/**
 * Reads a table of examples: the column `file` (relative to the table's folder), and what each shows in `label` columns,
 * of which there may be several, or in one column `labels` separated by `;`. No label: a picture of no class.
 *
 * Errors: kind `input` for what is not such a table, naming the line, and for a file outside the table's folder and those
 * that the user allows.
 */
export async function readExampleList(path: string, options: ListOptions): Promise<Example[]> {
  const text = await readText(path, { ...options, maxBytes: MAX_LIST_BYTES });
  const folders = { base: dirname(path), others: options.allowFolders };
  const [header, ...rows] = parseTable(text, path);
  const columns = (header ?? []).map((name) => name.trim().toLowerCase());
  const fileColumn = columns.indexOf('file');
  const labelColumns = columns.flatMap((name, i) => (/^labels?\d*$/.test(name) ? [i] : []));
  if (fileColumn < 0 || labelColumns.length === 0)
    throw new ReelsightError(
      'input',
      `${JSON.stringify(path)} has the columns ${columns.join(', ') || 'none'}: it needs \`file\`, and \`label\` or \`labels\` (several separated by ";").`,
    );
  const examples: Example[] = [];
  for (const [i, row] of rows.entries()) {
    const name = row[fileColumn].trim();
    if (!isExampleName(name))
      throw new ReelsightError(
        'input',
        `Row ${i + 2} of ${JSON.stringify(path)} names ${JSON.stringify(name)}, which by its name is neither a picture (JPEG, PNG, WebP, BMP) nor a video.`,
      );
    const labels = labelColumns.flatMap((column) => row[column].split(';').map((label) => label.trim()));
    const classes = [...new Set(labels.filter((label) => label !== ''))];
    examples.push({ path: await findFile(name, folders), name, classes, isVideo: isVideoName(name) });
  }
  return examples;
}

/** One that is missing is told when it is to be looked at: the others are learned from. */
const findFile = (name: string, folders: AllowedFolders): Promise<string> =>
  resolveInside(name, folders).catch((cause: unknown) => {
    if (cause instanceof ReelsightError && cause.kind === 'not-found') return resolve(folders.base, name);
    throw cause;
  });

function parseTable(text: string, path: string): string[][] {
  try {
    return parse(text, { skip_empty_lines: true, max_record_size: MAX_ROW_BYTES });
  } catch (cause) {
    throw new ReelsightError(
      'input',
      `${JSON.stringify(path)} is not a CSV table: ${cause instanceof Error ? cause.message : cause}.`,
      { cause },
    );
  }
}
