import { SMALL_FRAME, SMALL_FRAME_BYTES } from '../../../src/core/shots/small-frame.ts';

/** A small frame's pixels at a time. */
export type Scene = (seconds: number) => Uint8Array;

/** Repeatable numbers in [0, 1). */
export function createNoise(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

interface Blob {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly speed: number;
  readonly color: readonly [number, number, number];
}

/**
 * A scene of a shaded ground with coloured shapes that stand or move, seen by a camera that pans by `panSpeed` picture
 * widths a second: something like a picture, and never flat.
 */
export function createScene(seed: number, { panSpeed = 0, gain = 1 } = {}): Scene {
  const noise = createNoise(seed);
  const color = (): [number, number, number] => [255 * noise(), 255 * noise(), 255 * noise()];
  const sky = color();
  const ground = color();
  const blobs: Blob[] = Array.from({ length: 40 }, (_, i) => ({
    x: noise() * 4 - 1.5,
    y: noise(),
    width: 0.04 + 0.16 * noise(),
    height: 0.06 + 0.3 * noise(),
    speed: i % 5 === 0 ? (noise() - 0.5) * 0.2 : 0,
    color: color(),
  }));
  return (seconds) => {
    const frame = new Uint8Array(SMALL_FRAME_BYTES);
    for (let y = 0; y < SMALL_FRAME.height; y++) {
      for (let x = 0; x < SMALL_FRAME.width; x++) {
        const px = x / SMALL_FRAME.width + panSpeed * seconds;
        const py = y / SMALL_FRAME.height;
        let pixel = sky.map((s, c) => s + (ground[c] - s) * py + 18 * Math.sin(9 * px + 5 * py + c));
        for (const blob of blobs) {
          const inside = ((px - blob.x - blob.speed * seconds) / blob.width) ** 2 + ((py - blob.y) / blob.height) ** 2;
          if (inside < 1) pixel = blob.color.map((c, i) => c * (0.7 + 0.3 * inside) + 0 * i);
        }
        for (let c = 0; c < 3; c++) frame[(y * SMALL_FRAME.width + x) * 3 + c] = clamp(gain * pixel[c]);
      }
    }
    return frame;
  };
}

const clamp = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** One frame a call of `draw`, for frames 0 to `count` - 1. */
export const drawFrames = (count: number, draw: (frame: number) => Uint8Array): Uint8Array[] =>
  Array.from({ length: count }, (_, n) => draw(n));

export const mix = (a: Uint8Array, b: Uint8Array, weight: number): Uint8Array =>
  a.map((v, i) => clamp(v + weight * (b[i] - v)));

export const fill = (value: number): Uint8Array => new Uint8Array(SMALL_FRAME_BYTES).fill(value);

/** The left `share` of `b`, the rest of `a`. */
export const patch = (a: Uint8Array, b: Uint8Array, share: number): Uint8Array =>
  a.map((v, i) => (Math.floor(i / 3) % SMALL_FRAME.width < share * SMALL_FRAME.width ? b[i] : v));

/** Adds noise of up to `size` either way, as a sensor or a codec does. */
export function grain(frame: Uint8Array, size: number, noise: () => number): Uint8Array {
  return frame.map((v) => clamp(v + (2 * noise() - 1) * size));
}
