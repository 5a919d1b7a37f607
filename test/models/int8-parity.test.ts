import test from 'ava';
import { ensureModel } from '../../models/ensure.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import { TEST_CACHE } from '../helpers/command-line.ts';
import { drawPictures } from '../helpers/pictures.ts';
import { cosine, indexOfLargest, largestDifference } from '../helpers/vectors.ts';

const SEEDS = Array.from({ length: 16 }, (_, i) => 108 + i);

/** How far the likeliest class must lie before the next: twice what INT8 moves a score by at most on natural pictures. */
const DECIDED = 0.25;

function marginOf(scores: Float32Array): number {
  const [first = 0, second = 0] = scores.toSorted((a, b) => b - a);
  return first - second;
}

test('INT8 sees what FP32 sees', async (t) => {
  const frames = drawPictures(SEEDS);
  const inferAll = async (precision: 'int8' | 'fp32') => {
    const model = await ensureModel({ name: 'safety', precision, cacheFolder: TEST_CACHE });
    t.is(model.precision, precision);
    const classifier = await createClassifier({ ...model, threads: 2 });
    const answers = await classifier.infer(frames, SEEDS.length);
    await classifier.close();
    return answers;
  };
  const exact = await inferAll('fp32');
  const coded = await inferAll('int8');
  const cosines = exact.embeddings.map((embedding, i) => cosine(embedding, coded.embeddings[i]!));
  const meanCosine = cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
  t.true(meanCosine >= 0.998, `mean cosine ${meanCosine}`);
  t.true(Math.min(...cosines) >= 0.99, `smallest cosine ${Math.min(...cosines)}`);
  // Shapes that hide each other are not a class of the network: it is undecided on some, where rounding may tip the
  // scale.
  const decided = exact.scores.flatMap((scores, i) => (marginOf(scores) >= DECIDED ? [i] : []));
  t.true(decided.length >= SEEDS.length / 2, `${decided.length} decided`);
  // More than one class, or a network that always says the same would do.
  t.true(new Set(decided.map((i) => indexOfLargest(exact.scores[i]!))).size >= 2);
  for (const i of decided) t.is(indexOfLargest(coded.scores[i]!), indexOfLargest(exact.scores[i]!), `picture ${i}`);
  const differences = exact.scores.map((scores, i) => largestDifference(scores, coded.scores[i]!));
  const meanDifference = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  t.true(meanDifference <= 0.04, `mean score difference ${meanDifference}`);
  // The pictures must differ for this to mean anything.
  const across = exact.embeddings.slice(1).map((embedding, i) => cosine(embedding, exact.embeddings[i]!));
  t.true(Math.max(...across) < 0.985, `neighbours' cosine ${Math.max(...across)}`);
});
