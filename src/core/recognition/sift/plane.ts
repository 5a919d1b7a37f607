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

/** Enlarged to `width` x `height` by linear interpolation; the same picture where it has that size. */
export function enlarged(plane: Plane, width: number, height: number): Plane {
  if (plane.width === width && plane.height === height) return plane;
  const { values } = plane;
  const result = createPlane(width, height);
  const columns = placesOf(plane.width, width);
  const rows = placesOf(plane.height, height);
  for (let y = 0; y < height; y++) {
    const [upper, lower, down] = [rows.before[y] * plane.width, rows.after[y] * plane.width, rows.shares[y]];
    for (let x = 0; x < width; x++) {
      const [left, right, across] = [columns.before[x], columns.after[x], columns.shares[x]];
      const above = values[upper + left] + across * (values[upper + right] - values[upper + left]);
      const below = values[lower + left] + across * (values[lower + right] - values[lower + left]);
      result.values[y * width + x] = above + down * (below - above);
    }
  }
  return result;
}

/** Where each of `to` pixels' middles lies among `from`: between which two, and how far on from the first. */
function placesOf(from: number, to: number) {
  const places = Array.from({ length: to }, (_, i) => {
    return Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
  });
  return {
    before: places.map(Math.floor),
    after: places.map((place) => Math.min(from - 1, Math.floor(place) + 1)),
    shares: places.map((place) => place - Math.floor(place)),
  };
}

/** Half the size: every second pixel of every second row. */
export function halved({ values, width, height }: Plane): Plane {
  const plane = createPlane(width >> 1, height >> 1);
  for (let y = 0; y < plane.height; y++)
    for (let x = 0; x < plane.width; x++) plane.values[y * plane.width + x] = values[2 * y * width + 2 * x];
  return plane;
}
