import { encodeDense } from '../../src/core/heads/dense.ts';
import { type HeadNetwork, libraryKeys } from '../../src/core/index.ts';
import { createRandom } from '../../src/core/math/random.ts';
import { createFeatureExtractor } from '../../src/core/recognition/features.ts';
import { buildIndex } from '../../src/core/recognition/index-file.ts';
import type { IndexItem } from '../../src/core/recognition/index-item.ts';
import { hashBytes } from '../../src/core/vision/model-file.ts';
import { drawLabel } from './drawn-labels.ts';
import { bytesOf, createHeadFile } from './heads.ts';

/** Files of a library, by their keys in it. */
export type LibraryFiles = ReadonlyMap<string, Uint8Array>;

/** A head of two classes that says something of every picture, whatever it shows: its weights are drawn by lot. */
export function drawHead(name: string, network: HeadNetwork, seed = 1): LibraryFiles {
  const inputs = network.embedding.reduce((sum, { size }) => sum + size, 0);
  const random = createRandom(seed);
  const weights = Float64Array.from({ length: inputs * 2 }, () => (random() - 0.5) / 4);
  const file = createHeadFile({
    name,
    kind: 'multi-label',
    input: { network: network.name, weights: network.weights, layers: network.embedding },
    dense: [encodeDense(weights, [0.3, 0.6], inputs, 'none')],
    calibration: { type: 'sigmoid', slopes: [1, 1], offsets: [0, 0] },
  });
  return new Map([[`${libraryKeys.heads}${name}.json`, bytesOf(file)]]);
}

/** An index of drawn labels, one picture each, and its record. Items are called after the seeds of their labels. */
export async function drawIndex(kind: 'brands' | 'catalogue', seeds: readonly number[]): Promise<LibraryFiles> {
  const items = seeds.map((seed): IndexItem => ({ id: `id-${seed}`, title: `Label ${seed}`, facts: {} }));
  const pictures = seeds.map((seed, item) => ({ item, picture: drawLabel(seed) }));
  const extractor = createFeatureExtractor();
  const index = await buildIndex(kind === 'brands' ? 'brands' : 'products', items, pictures, { extractor });
  const sha256 = hashBytes(index);
  return new Map([
    [libraryKeys.index(kind, sha256), index],
    [libraryKeys.record(kind), bytesOf({ schemaVersion: 1, sha256, items: items.length })],
  ]);
}

/** Puts a library where an analysis finds it: under `prefix` of a store. */
export async function putLibrary(
  store: { put(key: string, bytes: Uint8Array): Promise<void> },
  prefix: string,
  ...parts: readonly LibraryFiles[]
): Promise<void> {
  for (const files of parts) for (const [key, bytes] of files) await store.put(`${prefix}${key}`, bytes);
}
