import { createHash } from 'node:crypto';
import { ReelsightError } from '../../../core/index.ts';
import { plainLine } from '../terminal/plain-text.ts';

const MAX_CHARACTERS = 80;
const MAX_SLUG = 40;

/** A brand's name as it is shown. Errors: kind `input` unless it has 1 to 80 characters that can be read. */
export function parseBrandName(text: string): string {
  const name = text.normalize('NFC').trim();
  const { length } = [...name];
  if (length < 1 || length > MAX_CHARACTERS || plainLine(name) !== name || /\p{Cs}|\ufffd/u.test(name))
    throw new ReelsightError(
      'input',
      `A brand's name has 1 to ${MAX_CHARACTERS} characters, all of which can be seen; received ${length}: ${JSON.stringify(text.slice(0, 2 * MAX_CHARACTERS))}.`,
    );
  return name;
}

/**
 * What a brand is known by, and its folder's name: letters and digits of the name that every file system takes, and a hash
 * that keeps names apart which have none. Case makes no difference.
 */
export function slugOf(name: string): string {
  const folded = name.normalize('NFC').toLowerCase();
  const plain = folded
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
  return `${plain || 'brand'}-${createHash('sha256').update(folded).digest('hex').slice(0, 8)}`;
}
