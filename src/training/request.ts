import type { HeadNetwork } from '../core/heads/head.ts';
import type { HeadFile } from '../core/heads/head-file.ts';
import type { Trial } from './cross-validate.ts';
import type { Evaluation } from './evaluate.ts';

/** A picture to learn from. */
export interface TrainingPicture {
  /** What messages call it: its path. */
  readonly id: string;
  /** What it shows; empty for a picture of no class. */
  readonly classes: readonly string[];
  /** Of a picture of no class: the kind of pictures that it belongs to. Default: one kind. */
  readonly background?: string;
  /** Pictures of one group are never parted, such as frames of one video. */
  readonly group?: string;
  /** Embeddings of the picture itself and, after it, of how it was varied: Float32Array [embedding size] each. */
  readonly embeddings: readonly Float32Array[];
  /** How much it counts for a class: 1 for those not named, 0 where it is not known whether it shows the class. */
  readonly weights?: Readonly<Record<string, number>>;
  /** How much it counts for classes that it does not show and that `weights` does not name. Default 1: it is known to show none. */
  readonly otherwise?: number;
}

export interface TrainingRequest {
  readonly name: string;
  readonly title: string;
  readonly taxonomy: string;
  readonly kind: HeadFile['kind'];
  /**
   * Of a multi-label head whose pictures show one class at most: whether classes are learned as rivals of each other and
   * of each background class. It tells look-alikes apart better than learning each class by itself; what shows two
   * classes divides its confidence between them.
   */
  readonly backgroundClasses?: boolean;
  /** Whose embeddings these are. */
  readonly network: HeadNetwork;
  readonly pictures: readonly TrainingPicture[];
  /** Pictures to score with; without them a fifth of `pictures` is kept apart for that. */
  readonly test?: readonly TrainingPicture[] | undefined;
  readonly seed?: number;
  readonly folds?: number;
  /** Units of a hidden layer; 0 for none. */
  readonly hiddenUnits?: number;
  /** Share of right answers that each class's threshold aims at. */
  readonly precision?: number;
  /** Whether the classes are evidence of a risk, with a step each for low, medium and high. */
  readonly risk?: boolean;
  /** What the pictures were, and under which licence the weights come. */
  readonly data: string;
  readonly licence: string;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface TrainingProgress {
  readonly stage: 'compare' | 'validate' | 'fit';
  readonly done: number;
  readonly total: number;
}

export interface TrainingWarning {
  readonly code: 'copies' | 'test-copies' | 'imbalance' | 'one-group' | 'precision' | 'confusion' | 'unreadable';
  readonly message: string;
}

export interface TrainedHead {
  readonly file: HeadFile;
  /** On pictures that the judge had not seen; null where none were left for that. */
  readonly evaluation: Evaluation | null;
  /** What cross-validation found of each strength of regularisation, or of each epoch with a hidden layer. */
  readonly trials: readonly Trial[];
  readonly warnings: readonly TrainingWarning[];
  /** Groups of pictures that were never parted. */
  readonly groups: number;
}

export const DEFAULT_SEED = 1;
export const DEFAULT_FOLDS = 5;
export const DEFAULT_PRECISION = 0.8;
/** Share of the pictures that scores are taken on. */
export const KEPT_APART = 0.2;
/** A class of fewer pictures cannot be learned, let alone scored. */
export const MIN_PICTURES = 5;
