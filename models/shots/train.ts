/**
 * Trains the boundary network on the folders (joined by commas) that make-dataset.ts filled.
 *
 *   npx tsx models/shots/train.ts DATASETS OUT.ts [EPOCHS] [SEED]
 *
 * Two hidden layers, softmax over none, cut, dissolve, fade and wipe for each boundary between two pictures; Adam on the
 * cross entropy, boundaries of transitions weighted up because they are few. The same datasets and seed give the same file.
 */
import { FEATURE_COUNT, listPictures, readFeatures } from '../../src/core/shots/features.ts';
import { BOUNDARY_KINDS, type BoundaryKind } from '../../src/core/shots/score.ts';
import { readDataset } from './dataset.ts';
import { fitNetwork, type Samples, writeWeights } from './fit.ts';
import { createRandom, type Random } from './random.ts';

const HIDDEN = [32, 16];
/** Weight of a boundary of each kind, so that all the boundaries of a transition count as much as some dozen others. */
const KIND_WEIGHTS = [1, 10, 2, 2, 2];
/** Plain boundaries far from any transition are many and alike: this share of them is used. */
const PLAIN_SHARE = 0.5;

function readSamples(folders: readonly string[], random: Random): Samples {
  const features: Float32Array[] = [];
  const labels: number[] = [];
  for (const { framesPerSecond, transitions, signals } of readDataset(folders)) {
    const kinds = new Uint8Array(signals.count);
    for (const { type, startFrame, endFrame } of transitions)
      kinds.fill(BOUNDARY_KINDS.indexOf(type as BoundaryKind), startFrame + 1, endFrame + 1);
    const pictures = listPictures(signals, framesPerSecond);
    for (let i = 1; i < pictures.frames.length; i++) {
      let kind = 0;
      for (let n = pictures.frames[i - 1] + 1; n <= pictures.frames[i]; n++) kind = Math.max(kind, kinds[n]);
      if (kind === 0 && !random.chance(PLAIN_SHARE)) continue;
      const row = new Float32Array(FEATURE_COUNT);
      readFeatures(pictures, i, row);
      features.push(row);
      labels.push(kind);
    }
  }
  const all = new Float32Array(features.length * FEATURE_COUNT);
  for (const [i, row] of features.entries()) all.set(row, i * FEATURE_COUNT);
  return { features: all, labels: Uint8Array.from(labels) };
}

const [datasets, out, epochs = '14', seed = '1'] = process.argv.slice(2);
if (!out) throw new RangeError('Usage: train.ts DATASETS OUT.ts [EPOCHS] [SEED]');
const random = createRandom(Number(seed));
const samples = readSamples(datasets.split(','), random);
const counts = BOUNDARY_KINDS.map((_, kind) =>
  samples.labels.reduce((sum, label) => sum + (label === kind ? 1 : 0), 0),
);
console.error(
  `${samples.labels.length} boundaries: ${BOUNDARY_KINDS.map((kind, i) => `${kind} ${counts[i]}`).join(', ')}`,
);
const weights = fitNetwork(samples, { hidden: HIDDEN, kindWeights: KIND_WEIGHTS, epochs: Number(epochs), random });
writeWeights(
  out,
  'BOUNDARY_NETWORK',
  weights,
  'Weights of the boundary network: written by train.ts from the recipe in README.md.',
);
