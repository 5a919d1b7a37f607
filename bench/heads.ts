/**
 * What questions about a frame cost beside the network's pass, on one core, in the same run: the shipped heads, and looking
 * for brands in a picture of 640 x 360 (every other sampled frame at default settings).
 *
 *   npx tsx bench/heads.ts PICTURES [--frames N]
 *
 * PICTURES is a folder of pictures: half of them are registered as brands, the other half looked through.
 */
import { parseArgs } from 'node:util';
import { findCacheFolder } from '../models/cache-folder.ts';
import { ensureModel } from '../models/ensure.ts';
import { findPictures } from '../models/pictures.ts';
import { SHIPPED_HEADS } from '../models/shipped-heads.ts';
import {
  buildIndex,
  createClassifier,
  createFeatureExtractor,
  createRecogniser,
  type DetailPicture,
  inspectFfmpeg,
  loadHeads,
  parseConfig,
  ReelsightError,
  readIndex,
} from '../src/core/index.ts';
import { describeCommand, runFfmpeg } from '../src/core/media/ffmpeg.ts';
import { median } from './frame/measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { frames: { type: 'string', default: '24' } },
});
const [folder] = positionals;
if (!folder) throw new ReelsightError('input', 'Which folder of pictures? npx tsx bench/heads.ts PICTURES');
const [WIDTH, HEIGHT, SIDE] = [640, 360, 299];
const count = Number(values.frames);
const ffmpeg = await inspectFfmpeg(process.env.FFMPEG_PATH ?? 'ffmpeg', { PATH: process.env.PATH ?? '' });

async function decode(path: string, width: number, height: number): Promise<Uint8Array> {
  const command = describeCommand()
    .input(`file:${path}`)
    .output('pipe:3')
    .outputOptions(['-frames:v', '1', '-f', 'rawvideo'])
    .videoFilters(`scale=${width}:${height}:flags=bilinear,format=rgb24`);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1 });
  const parts: Uint8Array[] = [];
  for await (const part of run.pipes[0]!) parts.push(part);
  await run.ended;
  return new Uint8Array(Buffer.concat(parts));
}

const paths = (await findPictures(folder)).slice(0, 2 * count);
const asked = paths.filter((_, i) => i % 2 === 0);
const registered = paths.filter((_, i) => i % 2 === 1);
const detailOf = async (path: string): Promise<DetailPicture> => ({
  rgb: await decode(path, WIDTH, HEIGHT),
  width: WIDTH,
  height: HEIGHT,
});
const cacheFolder = findCacheFolder(parseConfig(process.env), process.env);
const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder });
const classifier = await createClassifier({ ...model, threads: 1 });
const heads = await loadHeads(SHIPPED_HEADS, null, model.entry);
const extractor = createFeatureExtractor();
const items = registered.map((id) => ({ id, title: id, facts: {} }));
const pictures = await Promise.all(registered.map(async (path, item) => ({ item, picture: await detailOf(path) })));
const recogniser = createRecogniser(readIndex(await buildIndex('brands', items, pictures, { extractor })), {
  extractor,
});

const times = { network: [] as number[], heads: [] as number[], brands: [] as number[] };
const time = async <T>(list: number[], work: () => T | Promise<T>): Promise<T> => {
  const startedMs = performance.now();
  const result = await work();
  list.push(performance.now() - startedMs);
  return result;
};
for (const path of asked) {
  const frame = await decode(path, SIDE, SIDE);
  const detail = await detailOf(path);
  const { embeddings } = await time(times.network, () => classifier.infer(frame, 1));
  await time(times.heads, () => heads.map((head) => head.score(embeddings[0]!)));
  await time(times.brands, () => recogniser.look(detail));
}
await classifier.close();
const network = median(times.network);
const line = (name: string, list: number[], share: number, aim: string) =>
  `${name.padEnd(34)}${median(list).toFixed(2).padStart(8)} ms   ${((100 * share * median(list)) / network).toFixed(1).padStart(6)} % of the network${aim}\n`;
process.stdout.write(
  line('network, one pass', times.network, 1, '') +
    line('shipped heads', times.heads, 1, ' (aim: at most 5 %)') +
    line(`brands (${items.length}), every other frame`, times.brands, 0.5, ' (aim: at most 200 %)'),
);
