import { dot } from '../../src/core/math/dot.ts';
import type { Matrix } from './osg.ts';
import type { Sequence } from './sequences.ts';

/** Borders of scenes of equal length, as nearly as whole shots allow. */
export function splitEvenly(shots: number, scenes: number): Set<number> {
  const borders = new Set<number>();
  for (let s = 1; s < scenes; s++) borders.add(Math.round((s * shots) / scenes));
  borders.delete(0);
  borders.delete(shots);
  return borders;
}

/**
 * Shot linking as AWS's Media2Cloud does it (there at a cosine of 0.80, within 3 minutes): shots no further apart than
 * `distance`, and than `reach` shots, are linked; each link is an interval, and intervals that overlap are one scene.
 * What no interval covers stands alone.
 */
export function linkShots(shots: readonly unknown[], distances: Matrix, distance: number, reach: number): Set<number> {
  const borders = new Set(shots.keys());
  borders.delete(0);
  for (let i = 0; i < shots.length; i++)
    for (let j = i + 1; j < shots.length && j - i <= reach; j++)
      if (distances[i][j] <= distance) for (let k = i + 1; k <= j; k++) borders.delete(k);
  return borders;
}

const SILHOUETTE_MAX = 15;
const MAX_STEPS = 50;

type Gram = readonly Float64Array[];

/**
 * Runs of shots of one cluster, by k-means (Lloyd's steps from the shots furthest from each other, so it is the same
 * every time), worked out on the dot products of the vectors. Without `clusters` their number is the one of 2 to 15
 * with the greatest mean silhouette (Rousseeuw 1987).
 */
export function clusterShots({ vectors }: Sequence, clusters?: number): Set<number> {
  const gram = vectors.map((a) => Float64Array.from(vectors, (b) => dot(a, b)));
  if (clusters !== undefined) return bordersOfLabels(cluster(gram, clusters));
  let best = { score: Number.NEGATIVE_INFINITY, labels: vectors.map(() => 0) };
  for (let k = 2; k <= Math.min(SILHOUETTE_MAX, vectors.length - 1); k++) {
    const labels = cluster(gram, k);
    const score = meanSilhouette(gram, labels, k);
    if (score > best.score) best = { score, labels };
  }
  return bordersOfLabels(best.labels);
}

function bordersOfLabels(labels: readonly number[]): Set<number> {
  return new Set(labels.flatMap((label, i) => (i > 0 && label !== labels[i - 1] ? [i] : [])));
}

const squareBetween = (gram: Gram, i: number, j: number) => Math.max(0, gram[i][i] - 2 * gram[i][j] + gram[j][j]);

function cluster(gram: Gram, clusters: number): number[] {
  const toNearest = gram.map((_, i) => squareBetween(gram, i, 0));
  let members = [[0]];
  while (members.length < Math.min(clusters, gram.length)) {
    const next = toNearest.indexOf(Math.max(...toNearest));
    members.push([next]);
    gram.forEach((_, i) => {
      toNearest[i] = Math.min(toNearest[i], squareBetween(gram, i, next));
    });
  }
  let labels: number[] = [];
  for (let step = 0; step < MAX_STEPS; step++) {
    // |x - mean|² is x·x, which all clusters share, less 2 x·mean, plus mean·mean.
    const squares = members.map((own) => {
      const sumTo = (i: number) => own.reduce((sum, j) => sum + gram[i][j], 0);
      const meanSquare = own.reduce((sum, i) => sum + sumTo(i), 0) / own.length ** 2;
      return gram.map((_, i) => meanSquare - (2 * sumTo(i)) / own.length);
    });
    const next = gram.map((_, i) => {
      const ofShot = squares.map((square) => square[i]);
      return ofShot.indexOf(Math.min(...ofShot));
    });
    if (next.every((label, i) => label === labels[i])) break;
    labels = next;
    members = members.map((own, k) => {
      const found = labels.flatMap((label, i) => (label === k ? [i] : []));
      return found.length > 0 ? found : own;
    });
  }
  return labels;
}

function meanSilhouette(gram: Gram, labels: readonly number[], clusters: number): number {
  let total = 0;
  labels.forEach((own, i) => {
    const sums = new Float64Array(clusters);
    const counts = new Float64Array(clusters);
    labels.forEach((label, j) => {
      if (i === j) return;
      sums[label] += Math.sqrt(squareBetween(gram, i, j));
      counts[label]++;
    });
    if (counts[own] === 0) return;
    const inside = sums[own] / counts[own];
    const others = [...sums.keys()].filter((k) => k !== own && counts[k] > 0).map((k) => sums[k] / counts[k]);
    const outside = Math.min(...others);
    if (others.length > 0) total += (outside - inside) / Math.max(outside, inside, 1e-12);
  });
  return total / labels.length;
}
