import type { ModelEntry } from '../vision/manifest.ts';

/** What the join needs to know of a network that ran. */
export interface ModelFacts {
  readonly name: string;
  readonly taxonomy: string;
  readonly classes: readonly string[];
  /** Checksum of the weights, and the parts of the embedding: what heads must fit. */
  readonly weights: string;
  readonly embedding: ModelEntry['embedding'];
  readonly embeddingSize: number;
}
