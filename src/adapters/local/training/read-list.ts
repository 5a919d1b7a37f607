import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';
import { type Example, isExampleName, isVideoName } from './examples.ts';

/**
 * Reads a table of examples: the column `file` (relative to the table's folder), and what each shows in `label` columns,
 * of which there may be several, or in one column `labels` separated by `;`. No label: a picture of no class.
 *
 * Errors: kind `input` for what is not such a table, naming the line.
 */
export async function readExampleList(path: string): Promise<Example[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw mapFileError(cause, 'read', path);
  });
  const [header, ...rows] = parseTable(text, path);
  const columns = (header ?? []).map((name) => name.trim().toLowerCase());
  const fileColumn = columns.indexOf('file');
  const labelColumns = columns.flatMap((name, i) => (/^labels?\d*$/.test(name) ? [i] : []));
  if (fileColumn < 0 || labelColumns.length === 0)
    throw new ReelsightError(
      'input',
      `${JSON.stringify(path)} has the columns ${columns.join(', ') || 'none'}: it needs \`file\`, and \`label\` or \`labels\` (several separated by ";").`,
    );
  return rows.map((row, i) => {
    const name = row[fileColumn].trim();
    if (!isExampleName(name))
      throw new ReelsightError(
        'input',
        `Row ${i + 2} of ${JSON.stringify(path)} names ${JSON.stringify(name)}, which by its name is neither a picture (JPEG, PNG, WebP, BMP) nor a video.`,
      );
    const labels = labelColumns.flatMap((column) => row[column].split(';').map((label) => label.trim()));
    const classes = [...new Set(labels.filter((label) => label !== ''))];
    return { path: resolve(dirname(path), name), name, classes, isVideo: isVideoName(name) };
  });
}

function parseTable(text: string, path: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true });
  } catch (cause) {
    throw new ReelsightError(
      'input',
      `${JSON.stringify(path)} is not a CSV table: ${cause instanceof Error ? cause.message : cause}.`,
      { cause },
    );
  }
}
