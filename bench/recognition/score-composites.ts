import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ffmpeg } from '../../src/core/media/ffmpeg.ts';
import type { FeatureExtractor } from '../../src/core/recognition/features.ts';
import type { RecognitionIndex } from '../../src/core/recognition/index-file.ts';
import { createRecogniser } from '../../src/core/recognition/recogniser.ts';
import { tableHead, tableRow } from '../harness/tables.ts';
import { type Composite, composeVideo, type Overlay } from './composite.ts';
import { readFrames } from './video-frames.ts';

const SETTINGS: readonly Composite[] = [
  ...[0.05, 0.1, 0.15, 0.25, 0.4].map((size) => ({ size, turnDegrees: 0, blur: 0 })),
  { size: 0.25, turnDegrees: 20, blur: 0 },
  { size: 0.25, turnDegrees: 90, blur: 0 },
  { size: 0.25, turnDegrees: 0, blur: 1 },
  { size: 0.25, turnDegrees: 0, blur: 2 },
];

/** Puts a picture of each item, other than those registered, into videos: which share of items is found, by setting. */
export async function scoreComposites({
  ffmpeg,
  extractor,
  index,
  overlays,
  backgrounds,
  work,
  print,
}: {
  readonly ffmpeg: Ffmpeg;
  readonly extractor: FeatureExtractor;
  readonly index: RecognitionIndex;
  readonly overlays: readonly (Overlay & { readonly id: string })[];
  /** A folder of videos. */
  readonly backgrounds: string;
  /** A folder for what is composed. */
  readonly work: string;
  readonly print: (line: string) => void;
}): Promise<void> {
  const recogniser = createRecogniser(index, { extractor });
  const videos = (await readdir(backgrounds)).filter((name) => /\.mp4$/.test(name)).sort();
  print(tableHead(['size', 'turn', 'blur', 'found', 'others said']));
  for (const composite of SETTINGS) {
    let [found, wrong] = [0, 0];
    for (const [i, overlay] of overlays.entries()) {
      const background = join(backgrounds, videos[i % videos.length]);
      const path = await composeVideo(ffmpeg, { background, overlay, composite, folder: work });
      const said = new Set<string>();
      for (const picture of await readFrames(ffmpeg, path, 1, 2))
        for (const { item, confidence } of recogniser.detect(picture))
          if (confidence >= 0.5) said.add(index.items[item].id);
      if (said.delete(overlay.id)) found++;
      wrong += said.size;
    }
    const { size, turnDegrees, blur } = composite;
    print(tableRow([`${size}`, `${turnDegrees}`, `${blur}`, found / overlays.length, `${wrong}`]));
  }
}
