import { Readable } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { ReelsightError } from '../../../core/index.ts';
import { quoteName } from '../errors.ts';
import { MAX_LIST_BYTES, readText } from '../reading/index.ts';
import { assertModestJson, assertModestXml, MAX_COLUMNS, MAX_ROW_BYTES, MAX_ROWS } from './catalogue-limits.ts';
import { type CatalogueRow, NEEDED_COLUMNS, normaliseName } from './product.ts';

export interface CatalogueOptions {
  /** Told what may be wrong with all of it, such as its encoding. */
  readonly warn: (message: string) => void;
  readonly signal: AbortSignal;
}

const BLOCK_BYTES = 1 << 20;

/**
 * The rows of a catalogue: CSV or TSV with a header, JSON (an array, `{items}` or `{products}`), or an XML feed (RSS or
 * Atom), told by the first character. Errors: kind `input` or `not-found`; also for one that is longer, has longer rows
 * or more of them than the limits say.
 */
export async function* readCatalogue(path: string, options: CatalogueOptions): AsyncGenerator<CatalogueRow> {
  const text = await readText(path, { ...options, maxBytes: MAX_LIST_BYTES });
  let count = 0;
  for await (const row of readRows(text, path)) {
    if (++count > MAX_ROWS)
      throw new ReelsightError(
        'input',
        `The catalogue ${quoteName(path)} has more than ${MAX_ROWS} products. Split it into several libraries.`,
      );
    yield row;
  }
}

function readRows(text: string, path: string): AsyncIterable<CatalogueRow> | Iterable<CatalogueRow> {
  const first = /\S/.exec(text)?.[0];
  if (first === '[' || first === '{') return numberItems(findItems(parseJson(text, path)));
  return first === '<' ? numberItems(findEntries(parseXml(text, path))) : readLines(text, path);
}

async function* readLines(text: string, path: string): AsyncGenerator<CatalogueRow> {
  const header = /^[^\r\n]*/.exec(text)![0];
  const delimiter = ['\t', ';', ','].find((character) => header.includes(character)) ?? ',';
  const parser = Readable.from(toBlocks(text)).pipe(
    parse({
      columns: (names: string[]) => checkColumns(names.map(normaliseName), path),
      info: true,
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: MAX_ROW_BYTES,
    }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: Info }>)
      yield { where: `line ${info.lines}`, fields: new Map(Object.entries(record)) };
  } catch (cause) {
    if (cause instanceof ReelsightError || !(cause instanceof Error)) throw cause;
    const { code, lines } = cause as Partial<CsvError> & { lines?: number };
    const reason =
      code === 'CSV_MAX_RECORD_SIZE'
        ? `the row that ends after line ${lines} is longer than ${MAX_ROW_BYTES / 1e6} MB: a quote may be missing`
        : cause.message;
    throw new ReelsightError('input', `The catalogue ${quoteName(path)} cannot be read: ${reason}.`, { cause });
  } finally {
    parser.destroy();
  }
}

function* toBlocks(text: string): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) yield bytes.subarray(at, at + BLOCK_BYTES);
}

function checkColumns(names: string[], path: string): string[] {
  if (names.length > MAX_COLUMNS)
    throw new ReelsightError('input', `The catalogue ${quoteName(path)} has more than ${MAX_COLUMNS} columns.`);
  const missing = NEEDED_COLUMNS.filter((name) => !names.includes(name));
  if (missing.length === 0) return names;
  throw new ReelsightError(
    'input',
    `The catalogue ${quoteName(path)} has no column ${missing.join(' and ')}; its first line has ${names.join(', ')}. Name the columns as in a Google Merchant feed.`,
  );
}

function parseJson(text: string, path: string): unknown {
  assertModestJson(text, quoteName(path));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refuse(cause, path, 'JSON');
  }
}

function parseXml(text: string, path: string): unknown {
  assertModestXml(text, quoteName(path));
  try {
    const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: false, parseTagValue: false });
    return parser.parse(text, true);
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
