import { createHash } from 'node:crypto';

const hashSource = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/**
 * The page's Content-Security-Policy: nothing is fetched, only this script (if any) and this style run, pictures come from the
 * page, video from a file that the reader picks, and the script cannot turn text into markup (Trusted Types).
 */
export const createPolicy = (script: string | null, style: string): string =>
  [
    "default-src 'none'",
    `script-src ${script === null ? "'none'" : hashSource(script)}`,
    `style-src ${hashSource(style)}`,
    'img-src data: blob:',
    'media-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
