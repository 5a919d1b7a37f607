import { DESCRIPTOR_SIZE } from './sift/descriptor.ts';

/** Numbers of half a descriptor. */
const HALF = DESCRIPTOR_SIZE / 2;
/** Most words of a half: a square of them is the number of cells. */
const MAX_WORDS = 256;
/** Features that a cell should hold. */
const FEATURES_A_CELL = 8;
/** Halves that words are learned from, and rounds of learning. */
const MAX_LEARNED = 12_000;
const ROUNDS = 6;

/** Typical first and second halves of descriptors: a pair of words names a cell of the index. */
export interface Words {
  readonly count: number;
  /** [2, count, 64]: of the first halves, then of the second. */
  readonly values: Uint8Array;
}

/**
 * Learns words by k-means from descriptors [count, 128], first and second halves apart: the inverted multi-index of
 * Babenko and Lempitsky 2012. Starts from evenly spread samples, so the same descriptors give the same words.
 */
export function learnWords(descriptors: Uint8Array): Words {
  const features = descriptors.length / DESCRIPTOR_SIZE;
  const count = Math.max(1, Math.min(MAX_WORDS, Math.floor(Math.sqrt(features / FEATURES_A_CELL))));
  const values = new Uint8Array(2 * count * HALF);
  if (features > 0) {
    values.set(learnHalf(descriptors, 0, count), 0);
    values.set(learnHalf(descriptors, HALF, count), count * HALF);
  }
  return { count, values };
}

function learnHalf(descriptors: Uint8Array, offset: number, count: number): Uint8Array {
  const features = descriptors.length / DESCRIPTOR_SIZE;
  const learned = Math.min(features, MAX_LEARNED);
  const samples = new Uint8Array(learned * HALF);
  for (let i = 0; i < learned; i++) {
    const from = Math.floor((i * features) / learned) * DESCRIPTOR_SIZE + offset;
    samples.set(descriptors.subarray(from, from + HALF), i * HALF);
  }
  const words = new Uint8Array(count * HALF);
  for (let word = 0; word < count; word++) {
    const from = Math.floor((word * learned) / count) * HALF;
    words.set(samples.subarray(from, from + HALF), word * HALF);
  }
  for (let round = 0; round < ROUNDS; round++) moveToMeans(words, samples);
  return words;
}

function moveToMeans(words: Uint8Array, samples: Uint8Array): void {
  const count = words.length / HALF;
  const sums = new Float64Array(words.length);
  const members = new Uint32Array(count);
  const distances = new Float64Array(count);
  for (let from = 0; from < samples.length; from += HALF) {
    measureHalf(samples, from, words, 0, distances);
    let nearest = 0;
    for (let word = 1; word < count; word++) if (distances[word] < distances[nearest]) nearest = word;
    members[nearest]++;
    for (let i = 0; i < HALF; i++) sums[nearest * HALF + i] += samples[from + i];
  }
  for (let i = 0; i < words.length; i++) {
    const size = members[Math.floor(i / HALF)];
    if (size > 0) words[i] = Math.round(sums[i] / size);
  }
}

/** Squared distances from the half descriptor at `from` to the words that start at `start`: one for each of `distances`. */
function measureHalf(
  halves: Uint8Array,
  from: number,
  words: Uint8Array,
  start: number,
  distances: Float64Array,
): void {
  for (let word = 0, at = start; word < distances.length; word++) {
    let sum = 0;
    for (let i = from; i < from + HALF; i++, at++) {
      const apart = halves[i] - words[at];
      sum += apart * apart;
    }
    distances[word] = sum;
  }
}

/** Squared distances of descriptor `index` to all words of first halves, and of second halves. */
export function measureWords(
  descriptors: Uint8Array,
  index: number,
  { count, values }: Words,
  first: Float64Array,
  second: Float64Array,
): void {
  measureHalf(descriptors, index * DESCRIPTOR_SIZE, values, 0, first);
  measureHalf(descriptors, index * DESCRIPTOR_SIZE + HALF, values, count * HALF, second);
}

/** The cell of each descriptor: its nearest first word times `count`, plus its nearest second. */
export function cellsOf(descriptors: Uint8Array, words: Words): Uint32Array {
  const [first, second] = [new Float64Array(words.count), new Float64Array(words.count)];
  return Uint32Array.from({ length: descriptors.length / DESCRIPTOR_SIZE }, (_, i) => {
    measureWords(descriptors, i, words, first, second);
    return indexOfLeast(first) * words.count + indexOfLeast(second);
  });
}

function indexOfLeast(values: Float64Array): number {
  let least = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[least]) least = i;
  return least;
}
