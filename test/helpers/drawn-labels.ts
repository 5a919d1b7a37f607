import { createRandom } from '../../src/core/math/random.ts';
import type { DetailPicture } from '../../src/core/measurements/detail-picture.ts';

/** A made label or logo: discs, bars and letters-like strokes in a few colours, the same for a seed. */
export function drawLabel(seed: number, side = 200): DetailPicture {
  const random = createRandom(seed);
  const rgb = new Uint8Array(side * side * 3);
  const paint = (holds: (x: number, y: number) => boolean, colour: readonly number[]) => {
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) if (holds(x / side, y / side)) rgb.set(colour, (y * side + x) * 3);
  };
  const drawColour = () => [0, 1, 2].map(() => Math.floor(random() * 256));
  paint(() => true, drawColour());
  for (let i = 0; i < 60; i++) {
    const [x, y, wide, high, turn] = [random(), random(), 0.02 + random() * 0.12, 0.02 + random() * 0.06, random() * 3];
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const across = (px: number, py: number) => ((px - x) * cos + (py - y) * sin) / wide;
    const down = (px: number, py: number) => ((py - y) * cos - (px - x) * sin) / high;
    const isDisc = random() < 0.5;
    paint(
      (px, py) =>
        isDisc
          ? across(px, py) ** 2 + down(px, py) ** 2 < 1
          : Math.abs(across(px, py)) < 1 && Math.abs(down(px, py)) < 1,
      drawColour(),
    );
  }
  return { rgb, width: side, height: side };
}

/** Where a label lies in a scene: its middle and side in pixels, and its turn in radians. */
export interface Place {
  readonly label: DetailPicture;
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly turn: number;
}

/** A scene of 640 x 360 pixels, shaded and a little noisy, with labels in it. */
export function drawScene(places: readonly Place[], seed = 1): DetailPicture {
  const [width, height] = [640, 360];
  const random = createRandom(seed);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let colour = [90 + x / 8, 110 + y / 8, 100];
      for (const place of places) colour = colourOf(place, x, y) ?? colour;
      rgb.set(
        colour.map((value) => Math.min(255, value + random() * 6)),
        (y * width + x) * 3,
      );
    }
  }
  return { rgb, width, height };
}

function colourOf({ label, x, y, side, turn }: Place, atX: number, atY: number): number[] | null {
  const [cos, sin] = [Math.cos(turn) * (label.width / side), Math.sin(turn) * (label.width / side)];
  const u = (atX - x) * cos + (atY - y) * sin + label.width / 2;
  const v = (atY - y) * cos - (atX - x) * sin + label.height / 2;
  if (u < 0 || v < 0 || u >= label.width - 1 || v >= label.height - 1) return null;
  const [column, row] = [Math.floor(u), Math.floor(v)];
  const [right, down] = [u - column, v - row];
  const value = (dx: number, dy: number, channel: number) =>
    label.rgb[((row + dy) * label.width + column + dx) * 3 + channel];
  return [0, 1, 2].map(
    (c) =>
      (1 - down) * ((1 - right) * value(0, 0, c) + right * value(1, 0, c)) +
      down * ((1 - right) * value(0, 1, c) + right * value(1, 1, c)),
  );
}
