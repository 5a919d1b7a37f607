import { isUtf8 } from 'node:buffer';
import { ReelsightError } from '../../../core/index.ts';
import { quoteName } from '../errors.ts';
import { decodeWindows1252, looksLikeWindows1252 } from './windows-1252.ts';

/**
 * The text of a file, whatever it is written in: UTF-8, UTF-16 with its byte order mark, or Windows-1252, which
 * spreadsheets write and of which `warn` is told. No character is ever put in place of what cannot be read.
 *
 * Errors: kind `input`, with the line, for anything else; for Windows-1252 too where there is no `warn`.
 *
 * @param path for messages
 */
export function decodeText(bytes: Buffer, path: string, warn?: (message: string) => void): string {
  const shown = quoteName(path);
  const mark = bytes.toString('latin1', 0, 4);
  if (mark.startsWith('\xff\xfe\0\0') || mark === '\0\0\xfe\xff')
    throw new ReelsightError('input', `${shown} is UTF-32, which is not read. Save it as UTF-8.`);
  if (mark.startsWith('\xff\xfe') || mark.startsWith('\xfe\xff')) return decodeUtf16(bytes, shown);
  const zero = bytes.indexOf(0);
  if (zero >= 0)
    throw new ReelsightError(
      'input',
      `${shown} is not text: line ${lineAt(bytes, zero)} holds a zero byte. Save it as UTF-8.`,
    );
  if (isUtf8(bytes)) return withoutMark(bytes.toString());
  const line = findBrokenLine(bytes);
  if (warn === undefined || !looksLikeWindows1252(bytes))
    throw new ReelsightError('input', `${shown} is not UTF-8: the first such line is line ${line}. Save it as UTF-8.`);
  warn(
    `${shown} is not UTF-8 (the first such line is line ${line}). It was read as Windows-1252: look whether accents are right, or save it as UTF-8.`,
  );
  return decodeWindows1252(bytes);
}

const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

function decodeUtf16(bytes: Buffer, shown: string): string {
  const isLittle = bytes[0] === 0xff;
  try {
    const text = new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below: the decoder does not say where.
  }
  throw new ReelsightError('input', `${shown} is damaged: not all of it is UTF-16. Save it as UTF-8.`);
}

const lineAt = (bytes: Buffer, index: number): number => {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < index; at = bytes.indexOf(10, at + 1)) line++;
  return line;
};

/** Of bytes that are not UTF-8. A line break is never a part of another character. */
function findBrokenLine(bytes: Buffer): number {
  for (let line = 1, start = 0; ; line++) {
    const end = bytes.indexOf(10, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
