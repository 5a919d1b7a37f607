import type { HeadFile } from '../core/heads/head-file.ts';
import type { Matrix } from './matrix.ts';

export type HeadKind = HeadFile['kind'];

/** What rows show, and how much each counts. */
export interface Targets {
  readonly kind: HeadKind;
  readonly rows: number;
  readonly classCount: number;
  /** Uint8Array [rows, classes] of 0 and 1. */
  readonly labels: Uint8Array;
  /** Float32Array [rows, classes]: 0 where it is not known whether a row shows a class. */
  readonly weights: Float32Array;
}

/** Logits of rows, with what they show. */
export interface Predictions {
  /** [rows, classes] */
  readonly logits: Matrix;
  readonly targets: Targets;
}

/** Probabilities of rows, with what they show. */
export interface Answers {
  /** Float32Array [rows, classes] of 0..1 */
  readonly probabilities: Float32Array;
  readonly targets: Targets;
}

/** Targets of the first classes alone: a row of another one shows none of them. */
export function leaveOutNone(targets: Targets, classCount: number): Targets {
  if (classCount === targets.classCount) return targets;
  const isKept = (_: number, i: number) => i % targets.classCount < classCount;
  const { rows, labels, weights } = targets;
  return { kind: 'multi-label', rows, classCount, labels: labels.filter(isKept), weights: weights.filter(isKept) };
}

export function takeTargets(targets: Targets, rows: readonly number[]): Targets {
  const { kind, classCount } = targets;
  const labels = new Uint8Array(rows.length * classCount);
  const weights = new Float32Array(rows.length * classCount);
  for (const [i, row] of rows.entries()) {
    const [from, to] = [row * classCount, (row + 1) * classCount];
    labels.set(targets.labels.subarray(from, to), i * classCount);
    weights.set(targets.weights.subarray(from, to), i * classCount);
  }
  return { kind, rows: rows.length, classCount, labels, weights };
}

/** The classes that a row shows. */
export function classesOf({ labels, classCount }: Targets, row: number): number[] {
  const shown: number[] = [];
  for (let c = 0; c < classCount; c++) if (labels[row * classCount + c] === 1) shown.push(c);
  return shown;
}

/** Rows that show each class. */
export function countClasses(targets: Targets): number[] {
  const counts = new Array<number>(targets.classCount).fill(0);
  for (let i = 0; i < targets.labels.length; i++) counts[i % targets.classCount] += targets.labels[i];
  return counts;
}
