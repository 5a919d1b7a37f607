import type { DenseLayer } from './layers.ts';
import type { Matrix } from './matrix.ts';
import type { Targets } from './targets.ts';

/** Rows that a classifier is fitted to, with what they show. */
export interface Examples {
  /** [rows, features] */
  readonly features: Matrix;
  readonly targets: Targets;
}

/** A classifier that is fitted to examples, at one setting after the other. */
export interface Learner {
  /** Goes on from the setting before. */
  fit(setting: number): DenseLayer[];
}

/** A way to learn, and the settings that are tried, in order. */
export interface Method {
  readonly settings: readonly number[];
  /** Ends after so many settings that bring nothing better. */
  readonly patience: number;
  open(examples: Examples): Learner;
  /** The settings to go through in order to end at one. */
  pathTo(setting: number): readonly number[];
  /** The weight of the squared weights in what is minimised, at a setting. */
  regularisationAt(setting: number): number;
}
