import { extname } from 'node:path';

/** What a browser needs to show an object that it is sent to. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
};

export const contentTypeOf = (key: string): string => CONTENT_TYPES[extname(key)] ?? 'application/octet-stream';
