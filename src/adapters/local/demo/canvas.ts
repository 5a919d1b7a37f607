/** Red, green, blue, each 0..255. */
export type Color = readonly [number, number, number];

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** RGB24 [height, width, 3]. */
  readonly pixels: Uint8Array;
}

export const mixColors = (a: Color, b: Color, share: number): Color => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

export const scaleColor = ([r, g, b]: Color, by: number): Color => [r * by, g * by, b * by];

/** Paints each pixel; both coordinates are in picture heights from the top left corner. */
export function paintCanvas(width: number, height: number, colorAt: (x: number, y: number) => Color): Canvas {
  const pixels = new Uint8Array(width * height * 3);
  let at = 0;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const color = colorAt((column + 0.5) / height, (row + 0.5) / height);
      for (let c = 0; c < 3; c++) pixels[at++] = Math.min(255, Math.max(0, color[c]!));
    }
  return { width, height, pixels };
}
