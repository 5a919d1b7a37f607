import { findPictures } from '../models/pictures.ts';
import { SHIPPED_HEADS } from '../models/shipped-heads.ts';
import {
  buildIndex,
  createFeatureExtractor,
  createRecogniser,
  type DetailPicture,
  describeCommand,
  type Ffmpeg,
  loadHeads,
  readIndex,
  runFfmpeg,
} from '../src/core/index.ts';
import { openFfmpeg, openNetwork } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { median } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/heads.ts PICTURES [--frames 24]

What questions about a frame cost beside the network's pass, on one core, in the same run: the shipped heads, and searching
for brands in a picture of 640 x 360 (every other sampled frame at default settings).

PICTURES is a folder of pictures: half of them are registered as brands, the other half looked through.`;

const [WIDTH, HEIGHT, SIDE] = [640, 360, 299];

await runBench(
  { usage: USAGE, positionals: ['PICTURES'], options: { frames: { type: 'number', default: 24 } } },
  async ({ values, positionals: [folder], print }) => {
    const ffmpeg = await openFfmpeg();
    const paths = (await findPictures(folder)).slice(0, 2 * values.frames);
    const asked = paths.filter((_, i) => i % 2 === 0);
    const registered = paths.filter((_, i) => i % 2 === 1);
    const detailOf = async (path: string): Promise<DetailPicture> => ({
      rgb: await decode(ffmpeg, path, WIDTH, HEIGHT),
      width: WIDTH,
      height: HEIGHT,
    });
    const { model, classifier } = await openNetwork();
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
      const frame = await decode(ffmpeg, path, SIDE, SIDE);
      const detail = await detailOf(path);
      const { embeddings } = await time(times.network, () => classifier.infer(frame, 1));
      await time(times.heads, () => heads.map((head) => head.score(embeddings[0]!)));
      await time(times.brands, () => recogniser.detect(detail));
    }
    await classifier.close();
    const network = median(times.network);
    const row = (name: string, list: number[], share: number, aim: string) => [
      name,
      `${median(list).toFixed(2)} ms`,
      ((100 * share * median(list)) / network).toFixed(1),
      `% of the network${aim}`,
    ];
    print(
      alignColumns([
        row('network, one pass', times.network, 1, ''),
        row('shipped heads', times.heads, 1, ' (aim: at most 5 %)'),
        row(`brands (${items.length}), every other frame`, times.brands, 0.5, ' (aim: at most 200 %)'),
      ]),
    );
  },
);

async function decode(ffmpeg: Ffmpeg, path: string, width: number, height: number): Promise<Uint8Array> {
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
