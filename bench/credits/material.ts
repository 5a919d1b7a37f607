import { createRandom, type Random } from '../../src/core/math/random.ts';
import { live } from '../cues/material.ts';
import { cardLines, pageLines, rollLines, slateLines } from './text.ts';

/** A clip of three parts. `truth`: which of them are credits or a slate. */
export interface CreditCase {
  readonly kind: string;
  readonly seed: number;
  readonly rate: string;
  readonly parts: readonly CreditPart[];
  readonly coding: readonly string[];
}

export interface CreditPart {
  readonly seconds: number;
  /** A lavfi source, or null for a stretch of a film of the folder. */
  readonly source: string | null;
  readonly filter: string;
  /** Texts that `filter` names as TEXT0, TEXT1 and so on. */
  readonly texts: readonly string[];
  readonly truth?: 'end-credits' | 'slate';
}

const SIZE = 's=320x180:r=RATE';
const uniform = (random: Random, from: number, to: number): number => from + random() * (to - from);
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)];

const film = (_random: Random, seconds: number, filter = 'null'): CreditPart => ({
  seconds,
  source: null,
  filter,
  texts: [],
});
/** Where no folder was given, films are painted. */
export const paintedFilm = (random: Random): string => live(Math.floor(random() * 20), 1).picture;

interface Colours {
  readonly ground: string;
  readonly ink: string;
}
const inks = (random: Random): Colours =>
  random() < 0.75
    ? { ground: 'black', ink: pick(random, ['white', 'white', '0xd0d0d0', '0xf0d060', '0xa0a0a0']) }
    : random() < 0.6
      ? { ground: pick(random, ['0x06061c', '0x0a1020', '0x101010', '0x1a0505']), ink: 'white' }
      : { ground: 'white', ink: 'black' };
const font = (random: Random): string => pick(random, ['Sans', 'Serif', 'Mono']);

function roll(random: Random, seconds: number, colours = inks(random)): CreditPart {
  const size = Math.round(uniform(random, 8, 15));
  const speed = uniform(random, 12, 40);
  const lines = Math.ceil((seconds * speed) / (size * 1.4)) + 2;
  const x = random() < 0.7 ? '(w-tw)/2' : String(Math.round(uniform(random, 20, 90)));
  // The first line may be well up already.
  const start = Math.round(uniform(random, 60, 175));
  return {
    seconds,
    source: `color=${colours.ground}:${SIZE}`,
    filter: `drawtext=font=${font(random)}:textfile=TEXT0:fontsize=${size}:line_spacing=${Math.round(size * 0.35)}:fontcolor=${colours.ink}:x=${x}:y=${start}-${speed.toFixed(2)}*t`,
    texts: [rollLines(random, lines).join('\n')],
    truth: 'end-credits',
  };
}

/** Text that is held: cards one after the other, with or without fades. */
function cards(
  random: Random,
  seconds: number,
  lines: () => string[],
  truth?: CreditPart['truth'],
  colours = inks(random),
  place?: string,
): CreditPart {
  const size = Math.round(uniform(random, 10, 17));
  const each = uniform(random, 1.8, 4);
  const fades = random() < 0.5 ? 0.4 : 0;
  const count = Math.ceil(seconds / each);
  const face = font(random);
  const draw = Array.from({ length: count }, (_, i) => {
    const [from, to] = [i * each, (i + 1) * each - (fades > 0 ? 0.1 : 0)];
    const alpha = fades > 0 ? `:alpha='min(1,min((t-${from.toFixed(2)})/${fades},(${to.toFixed(2)}-t)/${fades}))'` : '';
    return `drawtext=font=${face}:textfile=TEXT${i}:fontsize=${size}:line_spacing=3:fontcolor=${colours.ink}:x=(w-tw)/2:y=${place ?? '(h-th)/2'}:enable='between(t,${from.toFixed(2)},${(to - 0.001).toFixed(3)})'${alpha}`;
  });
  return {
    seconds,
    source: `color=${colours.ground}:${SIZE}`,
    filter: draw.join(','),
    texts: Array.from({ length: count }, () => lines().join('\n')),
    ...(truth ? { truth } : {}),
  };
}

/** One card that is held, on some with a clock that counts. */
function slate(random: Random, seconds: number): CreditPart {
  const { ground, ink } = random() < 0.7 ? dark : inks(random);
  const face = font(random);
  const size = Math.round(uniform(random, 10, 16));
  const clock =
    random() < 0.4 ? `,drawtext=font=Mono:text='%{pts\\:hms}':fontsize=${size}:fontcolor=${ink}:x=200:y=150` : '';
  return {
    seconds,
    source: `color=${ground}:${SIZE}`,
    filter: `drawtext=font=${face}:textfile=TEXT0:fontsize=${size}:line_spacing=4:fontcolor=${ink}:x=40:y=30${clock}`,
    texts: [slateLines(random).join('\n')],
    truth: 'slate',
  };
}

const BLACK = (seconds: number): CreditPart => ({ seconds, source: `color=black:${SIZE}`, filter: 'null', texts: [] });
const night = (random: Random, more = 'null'): string =>
  `lutyuv=y=16+(val-16)*${uniform(random, 0.06, 0.35).toFixed(3)}${random() < 0.5 ? ',noise=alls=5:allf=t' : ''},${more}`;
/** Only what is brightest is left of the picture. */
const crushed = (random: Random, more = 'null'): string =>
  `lutyuv=y=16+219*pow(clip((val-16)/219\\,0\\,1)\\,${uniform(random, 3, 6).toFixed(2)}),${more}`;
const dark = { ground: 'black', ink: 'white' };

/** Each kind's parts. Names that begin with `no` are what must not be taken for credits or a slate. */
const KINDS: { readonly [kind: string]: (random: Random) => CreditPart[] } = {
  roll: (r) => [film(r, 22), roll(r, uniform(r, 10, 16)), ...(r() < 0.4 ? [BLACK(1.5)] : [])],
  'cards at the end': (r) => [
    film(r, 22),
    cards(r, uniform(r, 10, 15), () => cardLines(r), 'end-credits'),
    ...(r() < 0.4 ? [BLACK(1.5)] : []),
  ],
  'cards, then a roll': (r) => {
    const colours = inks(r);
    return [film(r, 26), cards(r, 6, () => cardLines(r), 'end-credits', colours), roll(r, 9, colours)];
  },
  slate: (r) => [
    { seconds: 3, source: `${pick(r, ['smptebars', 'pal75bars', 'smptehdbars'])}=${SIZE}`, filter: 'null', texts: [] },
    ...(r() < 0.5 ? [BLACK(uniform(r, 0.5, 1.5))] : []),
    slate(r, uniform(r, 2.5, 8)),
    BLACK(uniform(r, 0.5, 2)),
    film(r, 10),
  ],
  'no: film': (r) => [film(r, 20), film(r, 12)],
  'no: night': (r) => [film(r, 20), film(r, 12, night(r))],
  'no: night, grey': (r) => [film(r, 20, 'hue=s=0'), film(r, 12, night(r, 'hue=s=0'))],
  'no: night that fades out': (r) => [film(r, 20), film(r, 12, night(r, 'fade=out:st=9:d=2')), BLACK(1)],
  'no: dark all through, grey': (r) => [film(r, 30, `hue=s=0,${night(r)}`)],
  'no: subtitles on black': (r) => [film(r, 22), cards(r, 12, () => [cardLines(r)[1]], undefined, dark, 'h-34')],
  'no: cards in the middle': (r) => [film(r, 12), cards(r, uniform(r, 3, 8), () => cardLines(r)), film(r, 12)],
  'no: dark slides': (r) => [cards(r, 32, () => pageLines(r, 4), undefined, inks(r))],
  'no: screen, dark': (r) => [
    {
      seconds: 30,
      source: `color=0x1e1e1e:${SIZE}`,
      filter: `drawtext=font=Mono:textfile=TEXT0:fontsize=8:line_spacing=3:fontcolor=0xc0c0c0:x=12:y=10-floor(t/${uniform(r, 1, 4).toFixed(1)})*11`,
      texts: [pageLines(r, 50).join('\n')],
    },
  ],
  'no: bars, then film': (r) => [
    { seconds: 3, source: `smptebars=${SIZE}`, filter: 'null', texts: [] },
    BLACK(1),
    film(r, 14),
  ],
  'no: title, then film': (r) => [cards(r, 3, () => [cardLines(r)[1]], undefined, dark), film(r, 14)],
  'no: lights in the night': (r) => [film(r, 20), film(r, 12, crushed(r))],
  'no: lights in the night, grey': (r) => [film(r, 20, 'hue=s=0'), film(r, 12, crushed(r, 'hue=s=0'))],
  'missed: roll over a moving picture': (r) => {
    const { filter, texts } = roll(r, 12, dark);
    return [film(r, 22), { ...film(r, 12, filter), texts, truth: 'end-credits' }];
  },
};

/** Cases of every kind, `count` of each, from one seed. */
export function createCases(seed: number, count: number): CreditCase[] {
  return Object.entries(KINDS).flatMap(([kind, create], k) =>
    Array.from({ length: count }, (_, i) => {
      const random = createRandom(seed * 1_000 + k * 50 + i);
      return {
        kind,
        seed: seed * 1_000 + k * 50 + i,
        rate: pick(random, ['25', '25', '24000/1001', '30', '15']),
        parts: create(random),
        coding: random() < 0.6 ? ['-crf', '23'] : ['-b:v', '160k', '-maxrate', '240k', '-bufsize', '240k'],
      };
    }),
  );
}
