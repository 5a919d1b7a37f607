import { z } from 'zod';
import { ReelsightError } from '../../../core/index.ts';

/** A row as it was read: names in Google Merchant's spelling (`image_link`), and where it stands in the file. */
export interface CatalogueRow {
  /** For messages: `line 12`, or `item 3`. */
  readonly where: string;
  readonly fields: ReadonlyMap<string, unknown>;
}

/** A product of a catalogue. */
export interface Product {
  readonly where: string;
  readonly id: string;
  readonly title: string;
  /** Paths and URLs, the main picture first. */
  readonly images: readonly string[];
  /** What else a report may carry, by name: `link`, `imageLink`, `price`, `brand`, `gtin`, `category`. */
  readonly facts: Readonly<Record<string, string>>;
}

/** `g:image link`, `Image Link`, `imageLink` and `image_link` are one name. */
export const normaliseName = (name: string): string =>
  name
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^g:/i, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');

const MAX_TEXT = 500;
const MAX_ADDRESS = 8_000;
const MAX_ADDRESSES = 1_000;

/** Half a character, or what another program put in place of one that it could not read: neither gets into a report. */
const UNREADABLE = /\p{Cs}|\ufffd/u;
const isReadable = (value: string): boolean => !UNREADABLE.test(value);
const cut = (value: string): string =>
  value
    .trim()
    .slice(0, MAX_TEXT)
    .replace(/\p{Cs}$/u, '');

const text = z
  .union([
    z.string(),
    z.number().transform(String),
    z
      .object({ value: z.union([z.string(), z.number()]), currency: z.string() })
      .transform(({ value, currency }) => `${value} ${currency}`),
  ])
  .refine(isReadable, 'holds a character that could not be read (U+FFFD): save the catalogue as UTF-8 once more')
  .transform(cut)
  .nullish()
  .transform((value) => value ?? '');

/** Addresses, several with commas between or as a list. */
const addresses = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) =>
    (Array.isArray(value) ? value : (value ?? '').split(',', MAX_ADDRESSES))
      .slice(0, MAX_ADDRESSES)
      .map((address) => address.trim())
      .filter(Boolean),
  );

const rowSchema = z.object({
  id: text,
  title: text,
  link: text,
  image_link: z
    .string()
    .nullish()
    .transform((value) => value?.trim() ?? ''),
  additional_image_link: addresses,
  additional_image_links: addresses,
  price: text,
  brand: text,
  gtin: text,
  google_product_category: text,
});

/** Columns without which there is nothing to find or to name. */
export const NEEDED_COLUMNS = ['id', 'image_link'];

/** Reads a row. Errors: kind `input`, saying what the row lacks. */
export function parseProduct({ where, fields }: CatalogueRow): Product {
  const result = rowSchema.safeParse(Object.fromEntries(fields));
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new ReelsightError('input', `${path.join('.')}: ${message}`);
  }
  const { id, title, link, image_link, additional_image_link, additional_image_links, ...rest } = result.data;
  if (id === '') throw new ReelsightError('input', 'it has no id');
  const images = [image_link, ...additional_image_link, ...additional_image_links].filter(Boolean);
  if (images.length === 0) throw new ReelsightError('input', 'it has no image_link');
  if (images.some(({ length }) => length > MAX_ADDRESS))
    throw new ReelsightError('input', `an address of a picture has more than ${MAX_ADDRESS} characters`);
  const facts = {
    link: webAddress(link),
    imageLink: webAddress(images[0]),
    price: rest.price,
    brand: rest.brand,
    gtin: rest.gtin,
    category: rest.google_product_category,
  };
  return {
    ...{ where, id, title: title || id, images: [...new Set(images)] },
    facts: Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== '')),
  };
}

/** Reports link to these: nothing but the web. */
const webAddress = (address: string): string =>
  URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? address : '';
