import { IMAGE_SIZE } from '../../src/core/vision/manifest.ts';

/** A part of a picture, in shares of its sides. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Left and right change places. Default: no. */
  readonly mirrored?: boolean;
}

/** A part of a frame, scaled to fill one: RGB [299, 299, 3], bilinear. */
export function cropView(frame: Uint8Array, { left, top, width, height, mirrored = false }: View): Uint8Array {
  const size = IMAGE_SIZE;
  const view = new Uint8Array(frame.length);
  for (let y = 0; y < size; y++) {
    const sy = Math.min(size - 1, (top + (height * (y + 0.5)) / size) * size - 0.5);
    const y0 = Math.max(0, Math.floor(sy));
    const y1 = Math.min(size - 1, y0 + 1);
    const fy = Math.max(0, sy - y0);
    for (let x = 0; x < size; x++) {
      const sx = Math.min(size - 1, (left + (width * (x + 0.5)) / size) * size - 0.5);
      const x0 = Math.max(0, Math.floor(sx));
      const x1 = Math.min(size - 1, x0 + 1);
      const fx = Math.max(0, sx - x0);
      const target = y * size + (mirrored ? size - 1 - x : x);
      for (let c = 0; c < 3; c++) {
        const at = (row: number, column: number) => frame[(row * size + column) * 3 + c];
        const upper = at(y0, x0) * (1 - fx) + at(y0, x1) * fx;
        const lower = at(y1, x0) * (1 - fx) + at(y1, x1) * fx;
        view[target * 3 + c] = Math.round(upper * (1 - fy) + lower * fy);
      }
    }
  }
  return view;
}
