import { encodeDense } from '../../src/core/heads/dense.ts';
import type { HeadNetwork } from '../../src/core/heads/head.ts';
import type { HeadFile } from '../../src/core/heads/head-file.ts';

/** A network of two layers of two numbers each. */
export const SMALL_NETWORK: HeadNetwork = {
  name: 'safety',
  weights: 'w1',
  embedding: [
    { layer: 'mixed4', size: 2 },
    { layer: 'mixed7', size: 2 },
  ],
};

/** A head for it: `left` where the first number of mixed4 leads, else `right`. */
export const createHeadFile = (changes: Partial<HeadFile> = {}): HeadFile => ({
  schemaVersion: 1,
  name: 'sides',
  title: 'Left or right',
  kind: 'multi-class',
  taxonomy: 'sides',
  input: { network: 'safety', weights: 'w1', layers: [{ layer: 'mixed4', size: 2 }] },
  dense: [encodeDense(Float64Array.of(4, -4, -4, 4), [0, 0], 2, 'none')],
  calibration: { type: 'softmax', temperature: 1, backgroundClasses: 0 },
  classes: [
    { name: 'left', threshold: 0.5, risk: null },
    { name: 'right', threshold: 0.5, risk: null },
  ],
  training: {
    ...{ pictures: 10, views: 1, regularisation: 0.1, folds: 5, seed: 1, hiddenUnits: 0 },
    ...{ data: 'drawn', licence: 'MIT' },
  },
  scores: null,
  ...changes,
});

export const bytesOf = (file: unknown): Buffer => Buffer.from(JSON.stringify(file));
