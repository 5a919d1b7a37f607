/**
 * Trains the shot network on the folders (joined by commas) that make-dataset.ts filled.
 *
 *   npx tsx models/shots/train.ts DATASETS OUT.ts [EPOCHS] [SEED]
 *
 * Two hidden layers, softmax over none, cut, dissolve, fade and wipe for each boundary between two pictures; Adam on the
 * cross entropy, boundaries of transitions weighted up because they are few. The same datasets and seed give the same file.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURE_COUNT, listPictures, readFeatures } from '../../src/core/shots/features.ts';
import { SIGNAL_COUNT } from '../../src/core/shots/signals.ts';
import { createRandom } from './random.ts';
import { createTrainer } from './trainer.ts';

const KINDS = ['none', 'cut', 'dissolve', 'fade', 'wipe'];
const HIDDEN = [32, 16];
/** Weight of a boundary of each kind, so that all the boundaries of a transition count as much as some dozen others. */
const WEIGHTS = [1, 10, 2, 2, 2];
/** Plain boundaries far from any transition are many and alike: this share of them is used. */
const PLAIN_SHARE = 0.5;
const BATCH = 256;
const LEARNING_RATE = 0.002;

interface Samples {
  readonly features: Float32Array;
  readonly labels: Uint8Array;
}

function loadSamples(folders: readonly string[], random: ReturnType<typeof createRandom>): Samples {
  const features: Float32Array[] = [];
  const labels: number[] = [];
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name)),
  );
  for (const file of files) {
    const truth = JSON.parse(readFileSync(file, 'utf8'));
    const bytes = readFileSync(file.replace('.json', '.f32'));
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const count = values.length / SIGNAL_COUNT;
    const kinds = new Uint8Array(count);
    for (const { type, startFrame, endFrame } of truth.transitions)
      kinds.fill(KINDS.indexOf(type), startFrame + 1, endFrame + 1);
    const pictures = listPictures({ firstFrame: 0, count, values }, Number.parseFloat(truth.fps));
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

/** Mean and reciprocal deviation of each feature. */
function standardize({ features, labels }: Samples): { mean: Float32Array; scale: Float32Array } {
  const sum = new Float64Array(FEATURE_COUNT);
  const squares = new Float64Array(FEATURE_COUNT);
  for (let i = 0; i < features.length; i++) {
    sum[i % FEATURE_COUNT] += features[i];
    squares[i % FEATURE_COUNT] += features[i] ** 2;
  }
  const mean = Float32Array.from(sum, (s) => s / labels.length);
  const scale = Float32Array.from(
    squares,
    (s, i) => 1 / Math.max(0.01, Math.sqrt(Math.max(0, s / labels.length - mean[i] ** 2))),
  );
  return { mean, scale };
}

const [datasets, out, epochs = '14', seed = '1'] = process.argv.slice(2);
if (!out) throw new RangeError('Usage: train.ts DATASETS OUT.ts [EPOCHS] [SEED]');
const random = createRandom(Number(seed));
const samples = loadSamples(datasets.split(','), random);
const { mean, scale } = standardize(samples);
for (let i = 0; i < samples.features.length; i++) {
  samples.features[i] = (samples.features[i] - mean[i % FEATURE_COUNT]) * scale[i % FEATURE_COUNT];
}
const counts = KINDS.map((_, kind) => samples.labels.reduce((sum, label) => sum + (label === kind ? 1 : 0), 0));
console.error(`${samples.labels.length} boundaries: ${KINDS.map((kind, i) => `${kind} ${counts[i]}`).join(', ')}`);

const trainer = createTrainer([FEATURE_COUNT, ...HIDDEN, KINDS.length], random);
const order = Uint32Array.from(samples.labels, (_, i) => i);
const steps = Number(epochs) * Math.floor(order.length / BATCH);
let step = 0;
for (let epoch = 0; epoch < Number(epochs); epoch++) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  let loss = 0;
  for (let b = 0; b + BATCH <= order.length; b += BATCH) {
    for (let k = b; k < b + BATCH; k++) {
      const at = order[k] * FEATURE_COUNT;
      const label = samples.labels[order[k]];
      loss += trainer.learn(samples.features.subarray(at, at + FEATURE_COUNT), label, WEIGHTS[label] / BATCH);
    }
    // From the full rate down to nothing along a quarter of a circle.
    trainer.step(LEARNING_RATE * 0.5 * (1 + Math.cos((Math.PI * step++) / steps)));
  }
  console.error(`epoch ${epoch + 1}: loss ${((loss * BATCH) / order.length).toFixed(4)}`);
}

const values = Float32Array.from(
  [mean, scale, ...trainer.layers.flatMap((l) => [l.weights, l.biases])].flatMap((v) => [...v]),
);
writeFileSync(
  out,
  [
    '/** Weights of the shot network: written by train.ts from the recipe in README.md, not by hand. */',
    'export const SHOT_NETWORK = {',
    `  sizes: [${[FEATURE_COUNT, ...HIDDEN, KINDS.length].join(', ')}],`,
    '  values: `',
    ...(Buffer.from(values.buffer)
      .toString('base64')
      .match(/.{1,200}/g) ?? []),
    '`,',
    '} as const;',
    '',
  ].join('\n'),
);
