/**
 * Trains the run network on videos that the boundary network was not trained on.
 *
 *   npx tsx models/shots/train-runs.ts DATASETS OUT.ts [EPOCHS] [SEED]
 *
 * Each run of boundaries that hints at a transition is one example: the kind of the true transition that it covers, or
 * none. Where a transition fell into several runs the one that covers most of it counts, the others are left out: they
 * are neither right nor plainly wrong.
 */
import { BOUNDARY_NETWORK } from '../../src/core/shots/boundary-network.ts';
import { RUN_FEATURE_COUNT, readRunFeatures } from '../../src/core/shots/run-features.ts';
import { listRuns } from '../../src/core/shots/runs.ts';
import { BOUNDARY_KINDS, type BoundaryKind, scoreBoundaries } from '../../src/core/shots/score.ts';
import { type MeasuredVideo, readDataset } from './dataset.ts';
import { fitNetwork, type Samples, writeWeights } from './fit.ts';
import { createRandom } from './random.ts';

const HIDDEN = [16];
const KIND_WEIGHTS = [1, 1, 1, 1, 1];

interface Example {
  readonly features: Float32Array;
  readonly label: number;
}

function readExamples({ framesPerSecond, transitions, signals }: MeasuredVideo): {
  examples: Example[];
  missed: number;
} {
  const scores = scoreBoundaries(signals, framesPerSecond, BOUNDARY_NETWORK);
  const runs = listRuns(scores, framesPerSecond, () => true).map((run) => ({
    ...run,
    startFrame: scores.frames[run.first] - 1,
    endFrame: scores.frames[run.last],
  }));
  const labels = new Array<number>(runs.length).fill(0);
  let missed = 0;
  for (const transition of transitions) {
    const shares = runs.map(
      (run) => Math.min(run.endFrame, transition.endFrame) - Math.max(run.startFrame, transition.startFrame),
    );
    const most = Math.max(0, ...shares);
    if (most === 0) missed++;
    const best = shares.indexOf(most);
    for (const [i, share] of shares.entries())
      if (share > 0) labels[i] = i === best ? BOUNDARY_KINDS.indexOf(transition.type as BoundaryKind) : -1;
  }
  const examples = runs.flatMap((run, i) => {
    if (labels[i] < 0) return [];
    const features = new Float32Array(RUN_FEATURE_COUNT);
    readRunFeatures(scores, signals, framesPerSecond, run, features);
    return [{ features, label: labels[i] }];
  });
  return { examples, missed };
}

const [datasets, out, epochs = '60', seed = '1'] = process.argv.slice(2);
if (!out) throw new RangeError('Usage: train-runs.ts DATASETS OUT.ts [EPOCHS] [SEED]');
const all = [...readDataset(datasets.split(','))].map(readExamples);
const examples = all.flatMap(({ examples }) => examples);
const counts = BOUNDARY_KINDS.map((kind, i) => `${kind} ${examples.filter(({ label }) => label === i).length}`);
const missed = all.reduce((sum, video) => sum + video.missed, 0);
console.error(`${examples.length} runs: ${counts.join(', ')}; ${missed} transitions without a run`);
const features = new Float32Array(examples.length * RUN_FEATURE_COUNT);
for (const [i, example] of examples.entries()) features.set(example.features, i * RUN_FEATURE_COUNT);
const samples: Samples = { features, labels: Uint8Array.from(examples, ({ label }) => label) };
const weights = fitNetwork(samples, {
  hidden: HIDDEN,
  kindWeights: KIND_WEIGHTS,
  epochs: Number(epochs),
  random: createRandom(Number(seed)),
});
writeWeights(
  out,
  'RUN_NETWORK',
  weights,
  'Weights of the run network: written by train-runs.ts from the recipe in README.md.',
);
