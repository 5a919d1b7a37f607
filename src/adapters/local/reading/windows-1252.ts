import { isUtf8 } from 'node:buffer';

/** Characters of the bytes 0x80 to 0x9F; a space: none is assigned. The others are those of Latin-1. */
const HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const UNASSIGNED: readonly number[] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

export const decodeWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (character) => HIGH[character.charCodeAt(0) - 0x80]!);

/** Enough to tell; a hostile file has more. */
const MAX_JUDGED = 100_000;
/** Share of the characters beyond ASCII that may look foreign. */
const MAX_FOREIGN = 0.1;

/**
 * Whether bytes that are not UTF-8 can be text in Windows-1252. They cannot where bytes are there that it has no
 * character for, where a part is UTF-8 all the same (a damaged file, or two that were joined), and where the text would
 * look like none of a western language: capitals and signs within words, words without a letter of ASCII. So do the
 * encodings of Cyrillic, Greek, Polish, Chinese or Japanese and that of old Macs look.
 */
export function looksLikeWindows1252(bytes: Buffer): boolean {
  let [judged, foreign] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x80) continue;
    if (UNASSIGNED.includes(byte)) return false;
    if (judged >= MAX_JUDGED) continue;
    judged++;
    if (isForeign(bytes, i)) foreign++;
  }
  return foreign <= judged * MAX_FOREIGN;
}

/** Non-breaking space, soft hyphen, middle dot and apostrophe may stand within a word. */
const WITHIN_WORDS: readonly number[] = [0xa0, 0xad, 0xb7, 0x91, 0x92];

function isForeign(bytes: Buffer, i: number): boolean {
  const byte = bytes[i]!;
  const before = bytes[i - 1] ?? 0x20;
  const after = bytes[i + 1] ?? 0x20;
  if (startsUtf8(bytes, i)) return true;
  if (isLetter(byte)) return isUpper(byte) ? isLower(before) : isHighLetter(before) && isHighLetter(after);
  return !WITHIN_WORDS.includes(byte) && isLetter(before) && isLetter(after);
}

/** Whether a character of UTF-8 with more than one byte begins here. */
function startsUtf8(bytes: Buffer, i: number): boolean {
  const byte = bytes[i]!;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
  return length > 0 && i + length <= bytes.length && isUtf8(bytes.subarray(i, i + length));
}

const isHighLetter = (byte: number): boolean =>
  (byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7) || [0x8a, 0x8c, 0x8e, 0x9a, 0x9c, 0x9e, 0x9f].includes(byte);
const isAsciiLower = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;
const isAsciiLetter = (byte: number): boolean => isAsciiLower(byte | 0x20);
const isLetter = (byte: number): boolean => isAsciiLetter(byte) || isHighLetter(byte);
const isUpper = (byte: number): boolean =>
  [0x8a, 0x8c, 0x8e, 0x9f].includes(byte) || (byte >= 0xc0 && byte <= 0xde && byte !== 0xd7);
const isLower = (byte: number): boolean => isAsciiLower(byte) || (isHighLetter(byte) && !isUpper(byte));
