/**
 * Time that training a head takes once the embeddings are there, against the limit of three minutes: 40 classes of 100
 * pictures in 3 views each, made-up embeddings of the default network's size.
 *
 *   npx tsx bench/train.ts [--classes N] [--pictures N] [--views N] [--hidden N]
 */
import { parseArgs } from 'node:util';
import { trainHead } from '../src/core/index.ts';

const LIMIT_SECONDS = 180;
const { values } = parseArgs({
  options: {
    classes: { type: 'string', default: '40' },
    pictures: { type: 'string', default: '100' },
    views: { type: 'string', default: '3' },
    hidden: { type: 'string', default: '0' },
  },
});
const EMBEDDING = [
  { layer: 'mixed4', size: 768 },
  { layer: 'mixed7', size: 768 },
  { layer: 'mixed8', size: 1280 },
];
const SIZE = EMBEDDING.reduce((sum, { size }) => sum + size, 0);
/** Directions in which made-up pictures differ, falling in weight as those of real ones do. */
const DIRECTIONS = 400;

let state = 1;
const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
};
/** About normal: the sum of twelve uniform numbers. */
const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, x) => sum + x, -6);
const directions = Array.from({ length: DIRECTIONS }, (_, k) =>
  Float32Array.from({ length: SIZE }, () => (normal() * 0.4) / (1 + k) ** 0.6),
);
const draw = (spread: number): number[] => Array.from({ length: DIRECTIONS }, () => normal() * spread);
const embed = (parts: readonly number[][]): Float32Array => {
  const embedding = new Float32Array(SIZE).fill(1);
  for (const part of parts)
    for (const [k, direction] of directions.entries())
      for (let d = 0; d < SIZE; d++) embedding[d] += part[k] * direction[d];
  return embedding.map((x) => Math.max(0, x));
};

const pictures = Array.from({ length: Number(values.classes) }, (_, c) => {
  const centre = draw(0.5);
  return Array.from({ length: Number(values.pictures) }, (_, i) => {
    const own = draw(0.6);
    const embeddings = Array.from({ length: Number(values.views) }, () => embed([centre, own, draw(0.2)]));
    return { id: `${c}/${i}`, classes: [`class-${c}`], embeddings };
  });
}).flat();

const startedMs = performance.now();
const startedCpu = process.cpuUsage();
const { evaluation } = await trainHead({
  ...{ name: 'bench', title: 'Bench', taxonomy: 'bench', kind: 'multi-class', data: 'made up', licence: 'MIT' },
  network: { name: 'safety', weights: 'none', embedding: EMBEDDING },
  pictures,
  hiddenUnits: Number(values.hidden),
});
const wallSeconds = (performance.now() - startedMs) / 1000;
const cpuSeconds = process.cpuUsage(startedCpu).user / 1e6;
process.stdout.write(
  `${pictures.length} pictures x ${values.views} views x ${SIZE} numbers, ${values.classes} classes: top-1 ${evaluation?.scores.top1}\n` +
    `${wallSeconds.toFixed(1)} s wall, ${cpuSeconds.toFixed(1)} s CPU\n` +
    `ratio of CPU to the limit of ${LIMIT_SECONDS} s: ${(cpuSeconds / LIMIT_SECONDS).toFixed(2)} (aim: at most 1)\n`,
);
