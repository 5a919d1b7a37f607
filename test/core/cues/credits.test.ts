import test from 'ava';
import { findEndCredits } from '../../../src/core/cues/credits.ts';
import { findCues } from '../../../src/core/cues/find.ts';
import { findSlates } from '../../../src/core/cues/slate.ts';
import { SMALL_FRAME } from '../../../src/core/shots/small-frame.ts';
import { measureFrames } from '../shots/measure.ts';
import { createNoise, createScene, drawFrames, fill, grain } from '../shots/patterns.ts';

const RATE = 10;
const grid = (frames: readonly Uint8Array[]) => ({
  frameRate: { numerator: RATE, denominator: 1 },
  startSeconds: 0,
  frameCount: frames.length,
});
const creditsOf = (frames: readonly Uint8Array[]) => findEndCredits(measureFrames(frames), grid(frames));
const slatesOf = (frames: readonly Uint8Array[]) => findSlates(measureFrames(frames), grid(frames));

const noise = createNoise(3);
/** Drawn once: most videos of these tests begin alike. */
const drawn = new Map<string, Uint8Array[]>();
const live = (seconds: number, seed = 1, gain = 1): Uint8Array[] => {
  const key = `${seconds} ${seed} ${gain}`;
  const scene = createScene(seed, { panSpeed: 0.1, gain });
  const frames = drawn.get(key) ?? drawFrames(seconds * RATE, (n) => grain(scene(n / RATE), 3, noise));
  drawn.set(key, frames);
  return frames;
};
const held = (seconds: number, frame: Uint8Array): Uint8Array[] => Array.from({ length: seconds * RATE }, () => frame);

/** Lines of text from row `top` on (which may be a fraction), as they look at this size: grey, where letters are. */
function textFrame({ top = 8, lines = 4, ground = 0, ink = 255, seed = 1 } = {}): Uint8Array {
  const frame = fill(ground);
  const letters = createNoise(seed);
  const cover = Array.from({ length: lines * SMALL_FRAME.width }, () => 0.1 + 0.3 * letters());
  for (let y = 0; y < SMALL_FRAME.height; y++)
    for (let x = 14; x < 34; x++) {
      const line = (y - top) / 3;
      // How much of this row a line of letters covers.
      const share = Math.max(0, 1 - Math.abs(line - Math.round(line)) * 3);
      const index = Math.round(line);
      if (index < 0 || index >= lines) continue;
      const value = Math.round(ground + (ink - ground) * share * cover[index * SMALL_FRAME.width + x]);
      frame.fill(value, (y * SMALL_FRAME.width + x) * 3, (y * SMALL_FRAME.width + x) * 3 + 3);
    }
  return frame;
}
const roll = (seconds: number, colours: { ground?: number; ink?: number } = {}): Uint8Array[] =>
  drawFrames(seconds * RATE, (n) => textFrame({ ...colours, top: 20 - 0.2 * n, lines: 60 }));
const cards = (count: number, seconds: number, colours: { ground?: number; ink?: number } = {}): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => held(seconds, textFrame({ ...colours, lines: 3 + (i % 3), seed: i }))).flat();

test('a roll to the end is end credits, on a dark and on a light ground', (t) => {
  for (const colours of [{}, { ground: 10, ink: 200 }, { ground: 255, ink: 0 }])
    t.deepEqual(creditsOf([...live(12), ...roll(8, colours)]), [
      { type: 'end-credits', startSeconds: 12, endSeconds: 20 },
    ]);
});

test('cards are end credits, with black between them and a last black after them', (t) => {
  const frames = [...live(14), ...cards(2, 3), ...held(0.4, fill(0)), ...cards(2, 2), ...held(2, fill(0))];
  t.deepEqual(creditsOf(frames), [{ type: 'end-credits', startSeconds: 14, endSeconds: 24.4 }]);
});

test('dark, lit and short endings, and cards in the middle, are none', (t) => {
  t.deepEqual(creditsOf([...live(12), ...live(8, 2)]), []);
  t.deepEqual(creditsOf([...live(12), ...live(8, 2, 0.12)]), []);
  t.deepEqual(creditsOf([...live(12), ...held(8, fill(0))]), []);
  t.deepEqual(creditsOf([...live(12), ...cards(1, 4)]), []);
  t.deepEqual(creditsOf([...live(12), ...cards(3, 3), ...live(12, 2)]), []);
  t.deepEqual(creditsOf([fill(0)]), []);
});

test('one line of text, as of subtitles, is none', (t) => {
  t.deepEqual(creditsOf([...live(12), ...held(8, textFrame({ top: 23, lines: 1 }))]), []);
});

test('lamps in the night are none: they are as light as can be', (t) => {
  const lamps = fill(0);
  for (const at of [200, 207, 320, 402, 555, 681, 760, 800, 930, 1001])
    for (const next of [0, 1, 2, 48, 49, 50]) lamps.fill(255, (at + next) * 3, (at + next) * 3 + 3);
  t.deepEqual(creditsOf([...live(12), ...held(8, lamps)]), []);
});

test('a video that is nothing but text is a slide show', (t) => {
  t.deepEqual(creditsOf(cards(8, 3)), []);
});

/** SMPTE's seven bars to the bottom. */
const bars = fill(0).map((_, i) => {
  const bar = Math.floor((((i / 3) | 0) % SMALL_FRAME.width) / (SMALL_FRAME.width / 7));
  return [0b111, 0b110, 0b011, 0b010, 0b101, 0b100, 0b001][bar] & (4 >> (i % 3)) ? 191 : 0;
});

test('a card that is held after colour bars is a slate', (t) => {
  const card = textFrame({ lines: 5 });
  t.deepEqual(slatesOf([...held(3, bars), ...held(4, card), ...live(8)]), [
    { type: 'slate', startSeconds: 3, endSeconds: 7 },
  ]);
  t.deepEqual(slatesOf([...held(3, bars), ...held(1, fill(0)), ...held(4, card), ...held(1, fill(0)), ...live(8)]), [
    { type: 'slate', startSeconds: 4, endSeconds: 8 },
  ]);
});

test('without bars before it, without a programme after it, or moving, it is none', (t) => {
  const card = textFrame({ lines: 5 });
  t.deepEqual(slatesOf([...held(4, card), ...held(1, fill(0)), ...live(8)]), []);
  t.deepEqual(slatesOf([...held(3, bars), ...held(4, card)]), []);
  t.deepEqual(slatesOf([...held(3, bars), ...held(1, card), ...live(8)]), []);
  t.deepEqual(slatesOf([...held(3, bars), ...live(8)]), []);
  t.deepEqual(slatesOf([...held(3, bars), ...held(8, fill(0)), ...held(4, card), ...live(8)]), []);
});

test('the cards of a slate and of credits are not called frozen as well', (t) => {
  const frames = [...held(3, bars), ...held(4, textFrame({ lines: 5 })), ...live(14), ...cards(3, 3)];
  t.deepEqual(
    findCues(measureFrames(frames), null, grid(frames)).map(({ type }) => type),
    ['color-bars', 'slate', 'end-credits'],
  );
  const title = [...live(6), ...cards(1, 3), ...live(6, 2)];
  t.deepEqual(
    findCues(measureFrames(title), null, grid(title)).map(({ type }) => type),
    ['freeze'],
  );
});
