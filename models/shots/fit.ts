import { writeFileSync } from 'node:fs';
import type { NetworkWeights } from '../../src/core/shots/network.ts';
import type { Random } from './random.ts';
import { createTrainer } from './trainer.ts';

const BATCH = 256;
const LEARNING_RATE = 0.002;

export interface Samples {
  /** Rows of features, one after the other. They are standardised in place. */
  readonly features: Float32Array;
  readonly labels: Uint8Array;
}

/** Fits a network with rectified hidden layers and softmax outputs by Adam on the weighted cross entropy. */
export function fitNetwork(
  samples: Samples,
  {
    hidden,
    kindWeights,
    epochs,
    random,
  }: { hidden: readonly number[]; kindWeights: readonly number[]; epochs: number; random: Random },
): NetworkWeights {
  const width = samples.features.length / samples.labels.length;
  const sizes = [width, ...hidden, kindWeights.length];
  const { mean, scale } = standardize(samples, width);
  const trainer = createTrainer(sizes, random);
  const order = Uint32Array.from(samples.labels, (_, i) => i);
  const steps = epochs * Math.floor(order.length / BATCH);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.integer(0, i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    let loss = 0;
    for (let b = 0; b + BATCH <= order.length; b += BATCH) {
      for (let k = b; k < b + BATCH; k++) {
        const at = order[k] * width;
        const label = samples.labels[order[k]];
        loss += trainer.learn(samples.features.subarray(at, at + width), label, kindWeights[label] / BATCH);
      }
      // From the full rate down to nothing along a quarter of a circle.
      trainer.step(LEARNING_RATE * 0.5 * (1 + Math.cos((Math.PI * step++) / steps)));
    }
    console.error(`epoch ${epoch + 1}: loss ${((loss * BATCH) / order.length).toFixed(4)}`);
  }
  const values = Float32Array.from(
    [mean, scale, ...trainer.layers.flatMap((l) => [l.weights, l.biases])].flatMap((v) => [...v]),
  );
  return { sizes, values: Buffer.from(values.buffer).toString('base64') };
}

/** Takes the mean off each feature and makes its deviation 1; gives the means and what was multiplied by. */
function standardize({ features, labels }: Samples, width: number): { mean: Float32Array; scale: Float32Array } {
  const sum = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let i = 0; i < features.length; i++) {
    sum[i % width] += features[i];
    squares[i % width] += features[i] ** 2;
  }
  const mean = Float32Array.from(sum, (s) => s / labels.length);
  const scale = Float32Array.from(
    squares,
    (s, i) => 1 / Math.max(0.01, Math.sqrt(Math.max(0, s / labels.length - mean[i] ** 2))),
  );
  for (let i = 0; i < features.length; i++) features[i] = (features[i] - mean[i % width]) * scale[i % width];
  return { mean, scale };
}

/** Writes the weights as a module that exports them under a name. */
export function writeWeights(file: string, name: string, { sizes, values }: NetworkWeights, comment: string): void {
  const lines = [
    `/** ${comment} */`,
    `export const ${name} = {`,
    `  sizes: [${sizes.join(', ')}],`,
    '  values: `',
    ...(values.match(/.{1,200}/g) ?? []),
    '`,',
    '} as const;',
    '',
  ];
  writeFileSync(file, lines.join('\n'));
}
