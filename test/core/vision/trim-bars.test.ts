import test from 'ava';
import { IMAGE_SIZE } from '../../../src/core/vision/manifest.ts';
import { trimBars } from '../../../src/core/vision/trim-bars.ts';

const SIZE = IMAGE_SIZE;

/** A picture of coloured waves where `isInside`, black with a codec's noise elsewhere. */
function drawFrame(isInside: (x: number, y: number) => boolean, brightness = 1): Uint8Array {
  const frame = new Uint8Array(SIZE * SIZE * 3);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++)
      for (let c = 0; c < 3; c++) {
        const wave = 130 + 90 * Math.sin(x / 17 + c) * Math.cos(y / 23 - c);
        frame[(y * SIZE + x) * 3 + c] = isInside(x, y) ? brightness * wave : (x * 7 + y * 3 + c) % 9;
      }
  return frame;
}

const pixel = (frame: Uint8Array, x: number, y: number) => frame.subarray((y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3);
const sumOf = (frame: Uint8Array, x: number, y: number) => pixel(frame, x, y).reduce((sum, value) => sum + value, 0);

test('a frame without bars is given back as it is', (t) => {
  const frame = drawFrame(() => true);
  t.is(trimBars(frame), frame);
});

for (const [name, isInside] of [
  ['letterbox', (_: number, y: number) => y >= 38 && y < 261],
  ['pillarbox', (x: number) => x >= 101 && x < 198],
  ['both', (x: number, y: number) => x >= 40 && x < 259 && y >= 30 && y < 269],
] as const)
  test(`the bars of a ${name} are cut off and the picture fills the frame`, (t) => {
    const frame = drawFrame(isInside);
    const trimmed = trimBars(frame);
    t.is(trimmed.length, frame.length);
    for (const [x, y] of [
      [0, 150],
      [298, 150],
      [150, 0],
      [150, 298],
    ])
      t.true(sumOf(trimmed, x, y) > 100, `${x}, ${y}`);
    // The middle of the picture stays where it is.
    for (const c of [0, 1, 2]) t.true(Math.abs(pixel(trimmed, 149, 149)[c] - pixel(frame, 149, 149)[c]) < 12);
    t.is(trimBars(trimmed), trimmed, 'nothing is left to cut');
  });

test('the frame given is not written to', (t) => {
  const frame = drawFrame((_, y) => y >= 38 && y < 261);
  const copy = Uint8Array.from(frame);
  trimBars(frame);
  t.deepEqual(frame, copy);
});

for (const [name, frame] of [
  ['a black frame', drawFrame(() => false)],
  ['a title on black', drawFrame((x, y) => y >= 140 && y < 160 && x >= 60 && x < 240 && x % 12 < 5)],
  ['words in the middle of black', drawFrame((x, y) => y >= 100 && y < 200 && x >= 60 && x < 240 && x % 30 < 4)],
  ['a dark picture', drawFrame((x, y) => (x - 150) ** 2 + (y - 150) ** 2 < 3000)],
  ['a picture that is black on one side', drawFrame((x) => x >= 80)],
  ['a picture with narrow bars', drawFrame((_, y) => y >= 6 && y < 293)],
] as const)
  test(`${name} is left as it is`, (t) => {
    t.is(trimBars(frame), frame);
  });
