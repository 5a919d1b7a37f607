import { trainHead } from '../src/training/index.ts';
import { multiply, transpose } from '../src/training/matrix.ts';
import { runBench } from './harness/run.ts';

const USAGE = `Usage: npx tsx bench/train.ts [--classes 40] [--pictures 100] [--views 3] [--hidden-units 0]

Time that training a head takes once the embeddings are there, against the limit of three minutes: classes of so many
pictures in so many views each, made-up embeddings of the default network's size. --hidden-units: hidden units.`;

const LIMIT_SECONDS = 180;
const EMBEDDING = [
  { layer: 'mixed4', size: 768 },
  { layer: 'mixed7', size: 768 },
  { layer: 'mixed8', size: 1280 },
];
const SIZE = EMBEDDING.reduce((sum, { size }) => sum + size, 0);
/** Directions in which made-up pictures differ, falling in weight as those of real ones do. */
const DIRECTIONS = 400;

await runBench(
  {
    usage: USAGE,
    positionals: [],
    options: {
      classes: { type: 'number', default: 40 },
      pictures: { type: 'number', default: 100 },
      views: { type: 'number', default: 3 },
      'hidden-units': { type: 'number', default: 0 },
    },
  },
  async ({ values, print }) => {
    const pictures = makePictures(values);
    const stages: { stage: string; startMs: number }[] = [];
    const startedMs = performance.now();
    const startedCpu = process.cpuUsage();
    const { evaluation } = await trainHead({
      ...{ name: 'bench', title: 'Bench', taxonomy: 'bench', kind: 'multi-class', data: 'made up', licence: 'MIT' },
      network: { name: 'safety', weights: 'none', embedding: EMBEDDING },
      pictures,
      hiddenUnits: values['hidden-units'],
      onProgress: ({ stage }) => {
        if (stage !== stages.at(-1)?.stage) stages.push({ stage, startMs: performance.now() });
      },
    });
    const wallSeconds = (performance.now() - startedMs) / 1000;
    const cpuSeconds = process.cpuUsage(startedCpu).user / 1e6;
    const starts = stages.map(({ stage, startMs }) => `${stage} from ${((startMs - startedMs) / 1000).toFixed(1)} s`);
    const size = `${pictures.length} pictures x ${values.views} views x ${SIZE} numbers`;
    print(`${size}, ${values.classes} classes: top-1 ${evaluation?.scores.top1}`);
    print(`${wallSeconds.toFixed(1)} s wall, ${cpuSeconds.toFixed(1)} s CPU; ${starts.join(', ')}`);
    print(
      `ratio of CPU to the limit of ${LIMIT_SECONDS} s: ${(cpuSeconds / LIMIT_SECONDS).toFixed(2)} (aim: at most 1)`,
    );
  },
);

function makePictures(counts: { readonly classes: number; readonly pictures: number; readonly views: number }) {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  /** Normal (Box and Muller). */
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const directions = Float32Array.from(
    { length: DIRECTIONS * SIZE },
    (_, i) => (normal() * 0.4) / (1 + Math.floor(i / SIZE)) ** 0.6,
  );
  const draw = (spread: number) => Float32Array.from({ length: DIRECTIONS }, () => normal() * spread);
  const turned = transpose({ rows: DIRECTIONS, columns: SIZE, values: directions });
  /** What lies so far along the directions, made of what several things add: non-negative as pooled activations are. */
  const embed = (...parts: readonly Float32Array[]): Float32Array => {
    const place = parts[0].map((_, k) => parts.reduce((sum, part) => sum + part[k], 0));
    const { values: embedding } = multiply({ rows: 1, columns: DIRECTIONS, values: place }, turned);
    return embedding.map((x) => Math.max(0, 1 + x));
  };
  return Array.from({ length: counts.classes }, (_, c) => {
    const centre = draw(0.5);
    return Array.from({ length: counts.pictures }, (_, i) => {
      const own = draw(0.6);
      const embeddings = Array.from({ length: counts.views }, () => embed(centre, own, draw(0.2)));
      return { id: `${c}/${i}`, classes: [`class-${c}`], embeddings };
    });
  }).flat();
}
