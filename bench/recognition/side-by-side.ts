import type { DetailPicture } from '../../src/core/measurements/detail-picture.ts';

/** Two pictures beside each other, black where one is less high. */
export function placeSideBySide(left: DetailPicture, right: DetailPicture): DetailPicture {
  const [width, height] = [left.width + right.width, Math.max(left.height, right.height)];
  const rgb = new Uint8Array(width * height * 3);
  for (const [picture, offset] of [
    [left, 0],
    [right, left.width],
  ] as const) {
    for (let y = 0; y < picture.height; y++)
      rgb.set(picture.rgb.subarray(y * picture.width * 3, (y + 1) * picture.width * 3), (y * width + offset) * 3);
  }
  return { rgb, width, height };
}
