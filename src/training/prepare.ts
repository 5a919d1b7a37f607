import { findParts, readHeadFeatures } from '../core/heads/features.ts';
import type { HeadNetwork } from '../core/heads/head.ts';
import type { TaughtNames } from './check-request.ts';
import { createMatrix, type Matrix } from './matrix.ts';
import { findPrincipalAxes, type PrincipalAxes, project } from './principal-axes.ts';
import type { TrainingPicture } from './request.ts';
import type { HeadKind, Targets } from './targets.ts';
import type { Views } from './views.ts';

/**
 * What the pictures show, in the order of `classes` and, after them, of the background classes; where there are such,
 * classes exclude each other, and each picture is of one of all these.
 */
export function readTargets(
  kind: HeadKind,
  pictures: readonly TrainingPicture[],
  { classes, background }: TaughtNames,
): Targets {
  const names = [...classes, ...background];
  const classCount = names.length;
  const labels = new Uint8Array(pictures.length * classCount);
  const weights = new Float32Array(pictures.length * classCount).fill(1);
  for (const [row, picture] of pictures.entries()) {
    const isBackground = picture.classes.length === 0;
    for (const [c, name] of names.entries()) {
      const isShown =
        c < classes.length ? picture.classes.includes(name) : isBackground && (picture.background ?? '') === name;
      if (isShown) labels[row * classCount + c] = 1;
      weights[row * classCount + c] = picture.weights?.[name] ?? (isShown ? 1 : (picture.otherwise ?? 1));
    }
  }
  return { kind: background.length > 0 ? 'multi-class' : kind, rows: pictures.length, classCount, labels, weights };
}

/** Features of embeddings, as a head of that network reads them: [embeddings, embedding size]. */
export function readAllFeatures(
  embeddings: readonly Float32Array[],
  { embedding }: HeadNetwork,
  roots = false,
): Matrix {
  const parts = findParts(embedding, embedding)!;
  const size = embedding.reduce((sum, layer) => sum + layer.size, 0);
  const features = createMatrix(embeddings.length, size);
  for (const [i, values] of embeddings.entries()) features.values.set(readHeadFeatures(values, parts, roots), i * size);
  return features;
}

/** Rows that are projected at once. */
const BLOCK_ROWS = 512;
/** Rows that the axes are found from. */
const AXES_ROWS = 4000;
/** 41 kinds of places, means of three splits: 0.802 right with 768 axes, 0.793 with 384. */
const MAX_AXES = 768;

/** The axes along which the views of some pictures spread, from an even choice of them. */
export function findViewAxes(
  pictures: readonly TrainingPicture[],
  network: HeadNetwork,
  seed: number,
  roots = false,
): PrincipalAxes {
  const embeddings = pictures.flatMap((picture) => picture.embeddings);
  const stride = Math.max(1, embeddings.length / AXES_ROWS);
  const chosen = Array.from(
    { length: Math.floor(embeddings.length / stride) },
    (_, i) => embeddings[Math.floor(i * stride)],
  );
  return findPrincipalAxes(readAllFeatures(chosen, network, roots), MAX_AXES, seed);
}

/** All views of all pictures, as places along the axes. */
export async function projectViews(
  pictures: readonly TrainingPicture[],
  targets: Targets,
  network: HeadNetwork,
  axes: PrincipalAxes,
  breathe: () => Promise<void>,
  roots = false,
): Promise<Views> {
  const embeddings = pictures.flatMap((picture) => picture.embeddings);
  const features = createMatrix(embeddings.length, axes.axes.rows);
  for (let start = 0; start < embeddings.length; start += BLOCK_ROWS) {
    await breathe();
    const block = readAllFeatures(embeddings.slice(start, start + BLOCK_ROWS), network, roots);
    features.values.set(project(block, axes).values, start * features.columns);
  }
  const starts = [0];
  for (const picture of pictures) starts.push(starts.at(-1)! + picture.embeddings.length);
  return { features, starts, targets };
}
