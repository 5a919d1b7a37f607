import { ReelsightError } from '../errors.ts';
import type { ModelEntry } from '../vision/manifest.ts';
import { hashBytes } from '../vision/model-file.ts';
import { applyCalibration } from './calibration.ts';
import { openDense } from './dense.ts';
import { findParts, readHeadFeatures } from './features.ts';
import { type HeadFile, parseHeadFile } from './head-file.ts';

/** A head that is ready to score embeddings. */
export interface Head {
  readonly name: string;
  /** Of the head file. */
  readonly sha256: string;
  readonly file: HeadFile;
  readonly taxonomy: string;
  readonly classes: readonly string[];
  /**
   * Probabilities of the classes for one embedding of its network (Float32Array, not normalised): Float32Array [classes]
   * of 0..1, calibrated. They sum to 1 in a multi-class head, to 1 at most with background classes. Depends on nothing
   * but the embedding.
   */
  score(embedding: Float32Array): Float32Array;
}

/** What of a network decides whether a head fits it. */
export type HeadNetwork = Pick<ModelEntry, 'name' | 'weights' | 'embedding'>;

/**
 * Opens a head file for a network. Errors: kind `input` for a file that is not a head, `model` for one that was trained
 * on the embeddings of another network, other weights or other layers.
 *
 * @example
 * const head = openHead(await readFile('models/heads/everyday.json'), 'everyday.json', entry);
 * head.score(embedding); // Float32Array(89) [0.01, 0.94, ...]
 */
export const openHead = (bytes: Uint8Array, origin: string, network: HeadNetwork): Head =>
  fitHead(parseHeadFile(bytes, origin), hashBytes(bytes), origin, network);

/** Opens a head file that was read; `sha256` is that of its bytes. Errors: kind `model`, as `openHead`. */
export function fitHead(file: HeadFile, sha256: string, origin: string, network: HeadNetwork): Head {
  const { input, calibration } = file;
  const parts = findParts(input.layers, network.embedding);
  if (input.network !== network.name || input.weights !== network.weights || !parts)
    throw new ReelsightError(
      'model',
      `The head ${file.name} (${origin}) reads ${describe(input)}; this analysis has ${describe({ ...network, network: network.name, layers: network.embedding })}. ` +
        'Train it again with `reelsight train`, or leave it out.',
    );
  const layers = file.dense.map(openDense);
  return {
    name: file.name,
    sha256,
    file,
    taxonomy: file.taxonomy,
    classes: file.classes.map(({ name }) => name),
    score(embedding) {
      const logits = layers.reduce(
        (values, layer) => layer.apply(values),
        readHeadFeatures(embedding, parts, input.roots),
      );
      return applyCalibration(logits, calibration);
    },
  };
}

const describe = ({ network, weights, layers }: HeadFile['input']): string =>
  `${layers.map(({ layer, size }) => `${layer} (${size})`).join(', ')} of the network ${network} with weights ${weights.slice(0, 12)}`;
