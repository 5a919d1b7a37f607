import { IMAGE_SIZE } from '../../src/core/vision/manifest.ts';

/** The whole picture, and two nearer views of it: left, upper, and right, lower. Shares of its sides. */
const VIEWS = [
  { left: 0, top: 0, width: 1, height: 1 },
  { left: 0, top: 0.1, width: 0.72, height: 0.8 },
  { left: 0.28, top: 0.2, width: 0.72, height: 0.8 },
];

/** Views of a picture, as shots of one camera set-up differ: RGB [3, 299, 299, 3], bilinear. */
export function takeViews(frame: Uint8Array): Uint8Array {
  const size = IMAGE_SIZE;
  const views = new Uint8Array(VIEWS.length * frame.length);
  VIEWS.forEach(({ left, top, width, height }, v) => {
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
        for (let c = 0; c < 3; c++) {
          const at = (row: number, column: number) => frame[(row * size + column) * 3 + c];
          const upper = at(y0, x0) * (1 - fx) + at(y0, x1) * fx;
          const lower = at(y1, x0) * (1 - fx) + at(y1, x1) * fx;
          views[v * frame.length + (y * size + x) * 3 + c] = Math.round(upper * (1 - fy) + lower * fy);
        }
      }
    }
  });
  return views;
}
