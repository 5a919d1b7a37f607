import type { Random } from '../../src/core/math/random.ts';

const SYLLABLES = 'an bel cor da el fin gra ho is jo ka lin mar no or pet qui ro sa ter un vi wen xa yor zim'.split(
  ' ',
);
const TRADES = [
  'Director',
  'Camera',
  'Editor',
  'Sound',
  'Producer',
  'Music',
  'Gaffer',
  'Costumes',
  'Grip',
  'With',
  'Cast',
  'Colour',
];

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)];
const word = (random: Random): string => {
  const text = Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(random, SYLLABLES)).join('');
  return text[0].toUpperCase() + text.slice(1);
};
const name = (random: Random): string => `${word(random)} ${word(random)}`;

/** Lines of a roll of credits, as many as wanted: trades, names, gaps between groups. */
export function rollLines(random: Random, count: number): string[] {
  const lines: string[] = [];
  while (lines.length < count) {
    if (random() < 0.3) {
      const names = 2 + Math.floor(random() * 5);
      lines.push(pick(random, TRADES), ...Array.from({ length: names }, () => name(random)), '');
    } else lines.push(`${pick(random, TRADES).padStart(12)}   ${name(random).padEnd(18)}`);
  }
  return lines.slice(0, count);
}

/** A card of credits: a trade and one to six names. */
export const cardLines = (random: Random): string[] => [
  pick(random, TRADES),
  ...Array.from({ length: 1 + Math.floor(random() ** 2 * 6) }, () => name(random)),
];

/** A slide or a page: a heading and sentences that fill lines. */
export const pageLines = (random: Random, count: number): string[] => [
  word(random),
  '',
  ...Array.from({ length: count }, () =>
    Array.from({ length: 4 + Math.floor(random() * 3) }, () => word(random)).join(' '),
  ),
];

/** A slate's lines. */
export const slateLines = (random: Random): string[] => [
  `PROD   ${word(random).toUpperCase()}`,
  `TITLE  ${name(random)}`,
  `REEL   ${1 + Math.floor(random() * 9)}`,
  `DUR    00:${10 + Math.floor(random() * 49)}:00`,
  `AUDIO  ${pick(random, ['STEREO', '5.1', 'MONO'])}`,
  ...(random() < 0.5
    ? [`DATE   20${10 + Math.floor(random() * 15)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`]
    : []),
];
