import test from 'ava';
import { findCards } from '../../../src/core/cues/cards.ts';
import { SIGNAL_COUNT, signalIndex } from '../../../src/core/measurements/signal-names.ts';
import { cutShots } from '../../helpers/spans.ts';

/** Luma of a frame: its darkest 2 %, its mean, its lightest 2 %, and how much changed from the frame before. */
type Luma = readonly [low: number, mean: number, high: number, change: number];

const CARD: Luma = [0.01, 0.03, 0.6, 0.001];
const LIGHT_CARD: Luma = [0.1, 0.95, 0.99, 0.001];
const BLACK: Luma = [0, 0, 0, 0];
/** A night with lamps: more of it is lit, and it moves. */
const NIGHT: Luma = [0.01, 0.1, 0.6, 0.02];
const DAY: Luma = [0.1, 0.5, 0.9, 0.05];

function readCards(...shots: readonly (readonly Luma[])[]): boolean[] {
  const frames = shots.flat();
  const values = new Float32Array(frames.length * SIGNAL_COUNT);
  for (const [frame, lumas] of frames.entries())
    for (const [i, name] of ['luma-low', 'luma-mean', 'luma-high', 'place-1'].entries())
      values[frame * SIGNAL_COUNT + signalIndex(name)] = lumas[i];
  return findCards({ firstFrame: 0, count: frames.length, values }, cutShots(...shots.map(({ length }) => length)));
}

const hold = (frame: Luma, count = 20): Luma[] => new Array(count).fill(frame);

test('sparse text on one flat ground is a card, dark or light, faded in from black or not', (t) => {
  t.deepEqual(readCards(hold(CARD), hold(LIGHT_CARD), [...hold(BLACK, 8), ...hold(CARD)]), [true, true, true]);
});

test('nights, days, black, and text before a picture are none', (t) => {
  t.deepEqual(readCards(hold(NIGHT), hold(DAY), hold(BLACK), [...hold(CARD, 12), ...hold(DAY, 8)]), [
    false,
    false,
    false,
    false,
  ]);
  const rolling: Luma = [0.01, 0.03, 0.6, 0.01];
  t.deepEqual(readCards(hold(rolling)), [false]);
  // A shot of one frame.
  t.deepEqual(readCards([CARD], [DAY]), [true, false]);
});
