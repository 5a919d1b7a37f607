import test from 'ava';
import { createCard } from '../../../models/shots/card.ts';
import { type Footage, SOURCE } from '../../../models/shots/footage.ts';
import { createRandomSource } from '../../../models/shots/random.ts';

const cards: readonly Footage[] = Array.from({ length: 60 }, (_, seed) => createCard(createRandomSource(seed)));
/** The values of a picture's first pixel, which lies outside all text. */
const groundOf = ({ frames: [frame] }: Footage) => frame.subarray(0, 3);
/** Share of the pixels that are not the ground. */
function inkOf(card: Footage): number {
  const ground = groundOf(card);
  const [frame] = card.frames;
  let ink = 0;
  for (let i = 0; i < frame.length; i += 3) if (ground.some((value, c) => frame[i + c] !== value)) ink++;
  return ink / (frame.length / 3);
}

test('a card is one picture, flat or with text, as it says', (t) => {
  for (const card of cards) {
    t.is(card.frames.length, 1);
    t.is(card.frames[0].length, SOURCE.width * SOURCE.height * 3);
    if (card.card === 'flat') t.is(inkOf(card), 0, card.name);
    else t.true(inkOf(card) > 0.001 && inkOf(card) < 0.6, `${card.name} ${inkOf(card)}`);
  }
  t.deepEqual(new Set(cards.map(({ card }) => card)), new Set(['flat', 'text'] as const));
});

test('the ground is what its name says', (t) => {
  const limits: Readonly<Record<string, readonly [number, number]>> = {
    'card black': [0, 10],
    'card white': [235, 255],
    'card dark': [10, 50],
    'card color': [0, 255],
  };
  for (const card of cards) {
    const [least, most] = limits[card.name];
    t.true(
      [...groundOf(card)].every((value) => value >= least && value <= most),
      card.name,
    );
  }
  t.is(new Set(cards.map(({ name }) => name)).size, 4);
});

test('text can be read on its ground', (t) => {
  for (const card of cards.filter(({ name, card }) => card === 'text' && name !== 'card color')) {
    const [ground] = groundOf(card);
    const ink = card.frames[0].find((value) => Math.abs(value - ground) > 60);
    t.not(ink, undefined, card.name);
  }
});
