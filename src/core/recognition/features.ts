import { ReelsightError } from '../errors.ts';
import type { DetailPicture } from '../measurements/detail-picture.ts';
import { DESCRIPTOR_SIZE, describe } from './sift/descriptor.ts';
import { type Extremum, findExtrema } from './sift/extrema.ts';
import { type Gradients, gradientsOf } from './sift/gradients.ts';
import { findDirections } from './sift/orientation.ts';
import { enlarged, greyOf } from './sift/plane.ts';
import { BASE_SIGMA, buildScaleSpace, type Octave, SCALES } from './sift/scale-space.ts';

export { DESCRIPTOR_SIZE };

/** Points of a picture that can be found again in another picture of the same thing. */
export interface LocalFeatures {
  readonly count: number;
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Float32Array [count] each: place in pixels, size (the blob's sigma) in pixels, direction in radians. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly size: Float32Array;
  readonly angle: Float32Array;
  /** [count, 128]: root-SIFT, of length 512. */
  readonly descriptors: Uint8Array;
}

export interface FeatureExtractor {
  /** The features of a picture: the clearest `MAX_POINTS` blobs. Depends on the picture alone. */
  extract(picture: DetailPicture): LocalFeatures;
}

/** Blobs described of a picture. */
const MAX_POINTS = 800;
/** Shorter pictures are enlarged to this, in pixels: small ones have few blobs else. */
const WORKING_SIDE = 640;
/** Enlarging further shows nothing new. */
const MAX_ENLARGEMENT = 4;

/**
 * Makes what finds SIFT features in pictures. Two recognisers can share one: it keeps the features of the last
 * picture, so that asking twice costs once.
 *
 * Errors: `extract` throws `internal` when the bytes are not width x height x 3.
 */
export function createFeatureExtractor(): FeatureExtractor {
  let last: { picture: DetailPicture; features: LocalFeatures } | null = null;
  return {
    extract(picture) {
      if (last?.picture !== picture) last = { picture, features: extractFeatures(picture) };
      return last.features;
    },
  };
}

interface Point extends Extremum {
  readonly octave: number;
}

function extractFeatures(picture: DetailPicture): LocalFeatures {
  const { rgb, width, height } = picture;
  if (rgb.length !== width * height * 3)
    throw new ReelsightError(
      'internal',
      `A picture of ${width} x ${height} pixels has ${width * height * 3} bytes of RGB24: it came with ${rgb.length}.`,
    );
  const enlargement = Math.min(MAX_ENLARGEMENT, Math.max(1, WORKING_SIDE / Math.max(width, height)));
  const grey = enlarged(greyOf(picture), Math.round(width * enlargement), Math.round(height * enlargement));
  const octaves = buildScaleSpace(grey, enlargement);
  const points: Point[] = octaves.flatMap((octave, i) =>
    findExtrema(octave).map((extremum) => ({ ...extremum, octave: i })),
  );
  points.sort((a, b) => b.contrast - a.contrast || a.octave - b.octave || a.y - b.y || a.x - b.x);
  return describePoints(points.slice(0, MAX_POINTS), octaves, picture, 1 / enlargement);
}

function describePoints(
  points: readonly Point[],
  octaves: readonly Octave[],
  { width, height }: DetailPicture,
  unit: number,
): LocalFeatures {
  const gradients = new Map<number, Gradients>();
  const rows: { x: number; y: number; size: number; angle: number }[] = [];
  // A point has two directions at most: a third says that it has none.
  const descriptors = new Uint8Array(points.length * 2 * DESCRIPTOR_SIZE);
  for (const { x, y, layer, scale, octave } of points) {
    const { layers, step } = octaves[octave];
    const key = octave * (SCALES + 1) + layer;
    let slopes = gradients.get(key);
    if (!slopes) {
      slopes = gradientsOf(layers[layer]);
      gradients.set(key, slopes);
    }
    const sigma = BASE_SIGMA * 2 ** (scale / SCALES);
    for (const turn of findDirections(slopes, x, y, sigma).slice(0, 2)) {
      describe(slopes, { x, y, sigma, turn }, descriptors, rows.length * DESCRIPTOR_SIZE);
      const pixels = step * unit;
      rows.push({ x: (x + 0.5) * pixels, y: (y + 0.5) * pixels, size: sigma * pixels, angle: 2 * Math.PI * turn });
    }
  }
  return {
    count: rows.length,
    width,
    height,
    x: Float32Array.from(rows, (row) => row.x),
    y: Float32Array.from(rows, (row) => row.y),
    size: Float32Array.from(rows, (row) => row.size),
    angle: Float32Array.from(rows, (row) => row.angle),
    descriptors: descriptors.slice(0, rows.length * DESCRIPTOR_SIZE),
  };
}
