import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { type Info, parse } from 'csv-parse';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';
import { type CatalogueRow, NEEDED_COLUMNS, normaliseName } from './product.ts';

/** JSON and XML are read whole; CSV row by row. */
const MAX_WHOLE_BYTES = 500_000_000;
const SNIFF_BYTES = 4096;

/**
 * The rows of a catalogue: CSV or TSV with a header, JSON (an array, `{items}` or `{products}`), or an XML feed (RSS or
 * Atom), told by the first character. Errors: kind `input` or `not-found`.
 */
export async function* readCatalogue(path: string): AsyncGenerator<CatalogueRow> {
  const head = await readHead(path);
  const first = head.replace(/^\uFEFF/, '').trimStart()[0];
  if (first === '[' || first === '{') yield* numberItems(findItems(await readJson(path)));
  else if (first === '<') yield* numberItems(findEntries(await readXml(path)));
  else yield* readLines(path, head);
}

async function readHead(path: string): Promise<string> {
  try {
    const handle = await open(path, 'r');
    try {
      const head = Buffer.alloc(SNIFF_BYTES);
      const { bytesRead } = await handle.read(head, 0, SNIFF_BYTES, 0);
      const text = head.subarray(0, bytesRead).toString();
      if (!text.includes('\0')) return text;
      throw new ReelsightError(
        'input',
        `${quoteName(path)} is not text. Give a catalogue as CSV, TSV, JSON or XML, in UTF-8.`,
      );
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw mapFileError(cause, 'read', path);
  }
}

async function* readLines(path: string, head: string): AsyncGenerator<CatalogueRow> {
  const header = head.split(/\r?\n/, 1)[0];
  const delimiter = ['\t', ';', ','].find((character) => header.includes(character)) ?? ',';
  const parser = createReadStream(path).pipe(
    parse({
      columns: (names: string[]) => checkColumns(names.map(normaliseName), path),
      info: true,
      bom: true,
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
    }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: Info }>)
      yield { where: `line ${info.lines}`, fields: new Map(Object.entries(record)) };
  } catch (cause) {
    if (cause instanceof ReelsightError || !(cause instanceof Error)) throw cause;
    throw new ReelsightError('input', `The catalogue ${quoteName(path)} cannot be read: ${cause.message}.`, { cause });
  }
}

function checkColumns(names: string[], path: string): string[] {
  const missing = NEEDED_COLUMNS.filter((name) => !names.includes(name));
  if (missing.length === 0) return names;
  throw new ReelsightError(
    'input',
    `The catalogue ${quoteName(path)} has no column ${missing.join(' and ')}; its first line has ${names.join(', ')}. Name the columns as in a Google Merchant feed.`,
  );
}

async function readCatalogueText(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MAX_WHOLE_BYTES)
    throw new ReelsightError(
      'input',
      `The catalogue ${quoteName(path)} has ${size} bytes, more than are read at once. Give it as CSV or TSV.`,
    );
  return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readCatalogueText(path));
  } catch (cause) {
    throw refuse(cause, path, 'JSON');
  }
}

async function readXml(path: string): Promise<unknown> {
  try {
    const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: false, parseTagValue: false });
    return parser.parse(await readCatalogueText(path), true);
  } catch (cause) {
    throw refuse(cause, path, 'XML');
  }
}

const refuse = (cause: unknown, path: string, what: string): ReelsightError =>
  cause instanceof ReelsightError
    ? cause
    : new ReelsightError('input', `The catalogue ${quoteName(path)} is not valid ${what}: ${String(cause)}.`, {
        cause,
      });

const itemSchema = z.record(z.string(), z.unknown());
const jsonSchema = z.union([
  z.array(itemSchema),
  z.object({ items: z.array(itemSchema) }).transform(({ items }) => items),
  z.object({ products: z.array(itemSchema) }).transform(({ products }) => products),
]);

function findItems(json: unknown): Record<string, unknown>[] {
  const result = jsonSchema.safeParse(json);
  if (result.success) return result.data;
  throw new ReelsightError(
    'input',
    'The catalogue is JSON, but not a list of products: give an array, {"items": [...]} or {"products": [...]}.',
  );
}

const oneOrMany = z
  .union([z.array(itemSchema), itemSchema.transform((item) => [item]), z.literal('').transform(() => [])])
  .optional()
  .transform((items) => items ?? []);
const linkSchema = z.object({ '@_href': z.string() }).transform((link) => link['@_href']);
const feedSchema = z.union([
  z.object({ rss: z.object({ channel: z.object({ item: oneOrMany }) }) }).transform(({ rss }) => rss.channel.item),
  z.object({ feed: z.object({ entry: oneOrMany }) }).transform(({ feed }) => feed.entry),
]);

function findEntries(xml: unknown): Record<string, unknown>[] {
  const result = feedSchema.safeParse(xml);
  if (!result.success)
    throw new ReelsightError('input', 'The catalogue is XML, but not a feed of products: give RSS 2.0 or Atom.');
  // Atom says a link by an attribute.
  return result.data.map((entry) => ({ ...entry, link: linkSchema.safeParse(entry['link']).data ?? entry['link'] }));
}

function* numberItems(items: readonly Record<string, unknown>[]): Generator<CatalogueRow> {
  for (const [i, item] of items.entries())
    yield {
      where: `item ${i + 1}`,
      fields: new Map(Object.entries(item).map(([name, value]) => [normaliseName(name), value])),
    };
}
