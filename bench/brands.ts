import { createFeatureExtractor } from '../src/core/recognition/features.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { type Cells, tableHead, tableRow } from './harness/tables.ts';
import { countFalseAlarms } from './recognition/false-alarms.ts';
import { divideLogoPhotos, readLogoPhotos } from './recognition/logo-set.ts';
import { rankByEmbedding } from './recognition/others.ts';
import { rememberFeatures } from './recognition/remember-features.ts';
import { scoreComposites } from './recognition/score-composites.ts';
import { detectInPhotos, judgeLogos, rankLogos, registerLogos, scoresOf } from './recognition/score-logos.ts';

const USAGE = `Usage: npx tsx bench/brands.ts FOLDER [--part even|odd] [--counts 1,3,6] [--clips FOLDER ...]
  [--backgrounds FOLDER] [--cache FOLDER]

Scores the recognition of brands: photographs, videos with logos put in, and natural videos without.

FOLDER holds photographs of logos with a manifest that says where they are (recognition/logo-set.ts). --part takes every
other brand: constants were chosen on the even ones. --counts says how many pictures of each brand are registered.
--clips names folders of videos that show none of the brands: what is said to be in them is wrong. --backgrounds puts
logos into videos of a folder. --cache names the folder of built models, to score the whole picture's embedding beside.`;

await runBench(
  {
    usage: USAGE,
    positionals: ['FOLDER'],
    options: {
      part: { type: 'string', choices: ['even', 'odd'] },
      counts: { type: 'string', default: '1,3,6' },
      clips: { type: 'string', multiple: true },
      backgrounds: { type: 'string' },
      cache: { type: 'string' },
    },
  },
  async ({ values, positionals: [folder], print, progress, makeTempFolder }) => {
    const ffmpeg = await openFfmpeg();
    const extractor = rememberFeatures(createFeatureExtractor());
    const photos = await readLogoPhotos(folder);
    const brands = [...new Set(photos.flatMap(({ brand }) => brand ?? []))]
      .sort()
      .filter((_, i) => !values.part || (i % 2 === 0) === (values.part === 'even'));
    const counts = values.counts.split(',').map(Number);
    const printRow = (cells: Cells) => print(tableRow(cells));

    print(`${brands.length} brands (${values.part ?? 'all'})`);
    print(
      tableHead([
        ...['registered', 'method', 'mean average precision', 'found', 'wrong brand too'],
        'false accepts without a logo',
      ]),
    );
    for (const count of counts) {
      const { registered, asked } = divideLogoPhotos(photos, brands, count);
      for (const isCropped of [true, false]) {
        const index = await registerLogos(ffmpeg, extractor, brands, registered, isCropped);
        const scores = scoresOf(await detectInPhotos(ffmpeg, extractor, index, asked), brands.length);
        const { found, wrongBrand, falseAccepts } = judgeLogos(scores, brands, asked);
        const what = `${count} ${isCropped ? 'logos' : 'photographs'}`;
        printRow([what, 'features', rankLogos(scores, brands, asked), found, wrongBrand, falseAccepts]);
      }
      if (values.cache) {
        const scores = await rankByEmbedding(values.cache, brands, registered, asked, progress);
        printRow([`${count} photographs`, 'embedding of the whole', rankLogos(scores, brands, asked), '', '', '']);
      }
    }

    const most = divideLogoPhotos(photos, brands, Math.max(...counts));
    const index = await registerLogos(ffmpeg, extractor, brands, most.registered, true);
    const overlays = brands.flatMap((id) => {
      const photo = most.asked.find(({ brand, logo }) => brand === id && logo);
      return photo ? [{ id, path: photo.path, crop: photo.logo }] : [];
    });
    if (values.backgrounds) {
      const [backgrounds, work] = [values.backgrounds, await makeTempFolder()];
      await scoreComposites({ ffmpeg, extractor, index, overlays, backgrounds, work, print });
    }
    for (const clips of values.clips) await countFalseAlarms({ ffmpeg, extractor, index, clips, print });
  },
);
