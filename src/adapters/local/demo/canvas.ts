/** Red, green, blue, each 0..255. */
export type Color = readonly [number, number, number];

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** RGB24 [height, width, 3]. */
  readonly pixels: Uint8Array;
}

export const createCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 3),
});

export const mixColors = (a: Color, b: Color, share: number): Color => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** Fills the pixels of row `y` from `left` up to `right`; what lies outside is left out. */
export function fillRow({ width, height, pixels }: Canvas, y: number, left: number, right: number, color: Color): void {
  if (y < 0 || y >= height) return;
  const end = Math.min(width, Math.round(right));
  for (let x = Math.max(0, Math.round(left)); x < end; x++) pixels.set(color, (y * width + x) * 3);
}

export function fillBox(canvas: Canvas, left: number, top: number, right: number, bottom: number, color: Color): void {
  for (let y = Math.round(top); y < Math.round(bottom); y++) fillRow(canvas, y, left, right, color);
}

/** Shades the rows from `top` to `bottom` from one colour to another. */
export function fillGradient(canvas: Canvas, top: number, bottom: number, from: Color, to: Color): void {
  for (let y = Math.round(top); y < bottom; y++)
    fillRow(canvas, y, 0, canvas.width, mixColors(from, to, (y - top) / (bottom - top)));
}

export function fillDisc(canvas: Canvas, x: number, y: number, radius: number, color: Color): void {
  for (let dy = Math.ceil(-radius); dy <= radius; dy++) {
    const half = Math.sqrt(radius * radius - dy * dy);
    fillRow(canvas, Math.round(y) + dy, x - half, x + half, color);
  }
}

/** A triangle that stands on `bottom`; `lean` moves its tip from the middle, in widths. */
export function fillTriangle(
  canvas: Canvas,
  box: { left: number; right: number; top: number; bottom: number },
  color: Color,
  lean = 0,
): void {
  const { left, right, top, bottom } = box;
  const tip = (left + right) / 2 + lean * (right - left);
  for (let y = Math.round(top); y < bottom; y++) {
    const share = (y - top) / (bottom - top);
    fillRow(canvas, y, tip + (left - tip) * share, tip + (right - tip) * share, color);
  }
}

/** Fills what lies under a ridge: `heightAt(x)` gives its top row, `colorAt(depth)` the colour so many rows below it. */
export function fillRidge(canvas: Canvas, heightAt: (x: number) => number, colorAt: (depth: number) => Color): void {
  for (let x = 0; x < canvas.width; x++) {
    const top = Math.max(0, Math.round(heightAt(x)));
    for (let y = top; y < canvas.height; y++) canvas.pixels.set(colorAt(y - top), (y * canvas.width + x) * 3);
  }
}
