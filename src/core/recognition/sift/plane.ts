/** One channel of a picture: `values` is [height, width], row major. */
export interface Plane {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

export const createPlane = (width: number, height: number): Plane => ({
  values: new Float32Array(width * height),
  width,
  height,
});

/** Brightness 0..1 of RGB24 [height, width, 3], by the luma weights of Rec. 601. */
export function greyOf(picture: { rgb: Uint8Array; width: number; height: number }): Plane {
  const { rgb, width, height } = picture;
  const plane = createPlane(width, height);
  for (let i = 0, at = 0; i < plane.values.length; i++, at += 3)
    plane.values[i] = (0.299 * rgb[at] + 0.587 * rgb[at + 1] + 0.114 * rgb[at + 2]) / 255;
  return plane;
}

/** Twice the size, by linear interpolation: pixel (x, y) goes to (2x, 2y). */
export function doubled({ values, width, height }: Plane): Plane {
  const plane = createPlane(width * 2, height * 2);
  for (let y = 0; y < plane.height; y++) {
    const row = (y >> 1) * width;
    const next = y & 1 && (y >> 1) + 1 < height ? row + width : row;
    for (let x = 0; x < width; x++) {
      const right = x + 1 < width ? x + 1 : x;
      const here = (values[row + x] + values[next + x]) / 2;
      plane.values[y * plane.width + 2 * x] = here;
      plane.values[y * plane.width + 2 * x + 1] = (here + (values[row + right] + values[next + right]) / 2) / 2;
    }
  }
  return plane;
}

/** Half the size: every second pixel of every second row. */
export function halved({ values, width, height }: Plane): Plane {
  const plane = createPlane(width >> 1, height >> 1);
  for (let y = 0; y < plane.height; y++)
    for (let x = 0; x < plane.width; x++) plane.values[y * plane.width + x] = values[2 * y * width + 2 * x];
  return plane;
}
