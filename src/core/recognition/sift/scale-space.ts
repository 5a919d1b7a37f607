import { blur } from './blur.ts';
import { createPlane, halved, type Plane } from './plane.ts';

/** Scales an octave is divided into. */
export const SCALES = 3;
/** Blur of an octave's first layer, in its own pixels. */
export const BASE_SIGMA = 1.6;
/** Blur that a picture is taken to have already, in its pixels. */
const CAMERA_SIGMA = 0.5;
/** Octaves end where a side would be shorter, in pixels. */
const MIN_SIDE = 16;

export interface Octave {
  /** The picture ever more blurred: layer i has a blur of `BASE_SIGMA * 2 ** (i / SCALES)` pixels; `SCALES + 3` of them. */
  readonly layers: readonly Plane[];
  /** Differences of neighbouring layers: `SCALES + 2` of them. */
  readonly differences: readonly Plane[];
  /** Pixels of the first octave to one of this. */
  readonly step: number;
}

/** The scale space of Lowe 2004, "Distinctive image features from scale-invariant keypoints", section 3, of a picture that was enlarged. */
export function buildScaleSpace(picture: Plane, enlargement: number): Octave[] {
  const camera = CAMERA_SIGMA * enlargement;
  const octaves: Octave[] = [];
  let base = blur(picture, Math.sqrt(BASE_SIGMA ** 2 - camera ** 2));
  for (let step = 1; Math.min(base.width, base.height) >= MIN_SIDE; step *= 2) {
    const layers = [base];
    for (let i = 1; i < SCALES + 3; i++) {
      const before = BASE_SIGMA * 2 ** ((i - 1) / SCALES);
      layers.push(blur(layers[i - 1], before * Math.sqrt(2 ** (2 / SCALES) - 1)));
    }
    octaves.push({ layers, differences: layers.slice(1).map((layer, i) => difference(layer, layers[i])), step });
    base = halved(layers[SCALES]);
  }
  return octaves;
}

function difference(more: Plane, less: Plane): Plane {
  const plane = createPlane(more.width, more.height);
  for (let i = 0; i < plane.values.length; i++) plane.values[i] = more.values[i] - less.values[i];
  return plane;
}
