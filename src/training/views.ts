import type { Examples } from './learner.ts';
import { type Matrix, takeRows } from './matrix.ts';
import { type Targets, takeTargets } from './targets.ts';

/** Pictures as a classifier sees them: each itself, and how it was varied. */
export interface Views {
  /** [views, features]: those of a picture follow one another, itself first. */
  readonly features: Matrix;
  /** Where the views of each picture begin; one more than there are pictures. */
  readonly starts: readonly number[];
  /** Of the pictures. */
  readonly targets: Targets;
}

/** All views of some pictures. */
export function examplesOf({ features, starts, targets }: Views, pictures: readonly number[]): Examples {
  const rows: number[] = [];
  const owners: number[] = [];
  for (const picture of pictures)
    for (let row = starts[picture]; row < starts[picture + 1]; row++) {
      rows.push(row);
      owners.push(picture);
    }
  return { features: takeRows(features, rows), targets: takeTargets(targets, owners) };
}

/** Some pictures themselves. */
export const wholePictures = ({ features, starts, targets }: Views, pictures: readonly number[]): Examples => ({
  features: takeRows(
    features,
    pictures.map((picture) => starts[picture]),
  ),
  targets: takeTargets(targets, pictures),
});
