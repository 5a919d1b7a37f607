import { IMAGE_SIZE } from '../../src/core/vision/manifest.ts';

const SIZE = IMAGE_SIZE;

/**
 * Gives nearer views of pictures, one a picture: 65 to 90 % of each side, every second one mirrored on average. Seeded
 * (Numerical Recipes' linear congruential generator), so that a head can be trained anew to the bit.
 */
export function createViewTaker(seed: number): (frame: Uint8Array) => Uint8Array {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return (frame) => {
    const width = 0.65 + 0.25 * next();
    const height = 0.65 + 0.25 * next();
    const left = next() * (1 - width);
    const top = next() * (1 - height);
    const view = takeView(frame, { left, top, width, height });
    return next() < 0.5 ? mirror(view) : view;
  };
}

/** A part of a picture, in shares of its sides, at the size of the whole: bilinear. RGB [299, 299, 3]. */
function takeView(
  frame: Uint8Array,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): Uint8Array {
  const view = new Uint8Array(frame.length);
  const placeOf = (i: number, start: number, length: number) =>
    Math.max(0, Math.min(SIZE - 1.001, (start + (length * (i + 0.5)) / SIZE) * SIZE - 0.5));
  for (let y = 0; y < SIZE; y++) {
    const fromY = placeOf(y, top, height);
    const row = Math.floor(fromY);
    const down = fromY - row;
    for (let x = 0; x < SIZE; x++) {
      const fromX = placeOf(x, left, width);
      const column = Math.floor(fromX);
      const right = fromX - column;
      for (let c = 0; c < 3; c++) {
        const at = (row * SIZE + column) * 3 + c;
        const below = at + SIZE * 3;
        const upper = frame[at] * (1 - right) + frame[at + 3] * right;
        const lower = frame[below] * (1 - right) + frame[below + 3] * right;
        view[(y * SIZE + x) * 3 + c] = Math.round(upper * (1 - down) + lower * down);
      }
    }
  }
  return view;
}

function mirror(frame: Uint8Array): Uint8Array {
  const mirrored = new Uint8Array(frame.length);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++)
      for (let c = 0; c < 3; c++) mirrored[(y * SIZE + x) * 3 + c] = frame[(y * SIZE + SIZE - 1 - x) * 3 + c];
  return mirrored;
}
