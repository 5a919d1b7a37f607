import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ffmpeg } from '../../src/core/media/ffmpeg.ts';
import type { FeatureExtractor } from '../../src/core/recognition/features.ts';
import type { RecognitionIndex } from '../../src/core/recognition/index-file.ts';
import { joinDetections, type SampleDetections } from '../../src/core/recognition/join-detections.ts';
import { createRecogniser } from '../../src/core/recognition/recogniser.ts';
import { tileShots } from '../../src/core/shots/detect.ts';
import { tableRow } from '../harness/tables.ts';
import { readFrames } from './video-frames.ts';

const VIDEOS = /\.(mp4|mov|mkv|webm|avi|mpg|3gp)$/i;
/** Seconds looked at of a video. */
const MAX_SECONDS = 60;

/** Searches for the items in videos that do not show them, a frame a second; each video is taken for one shot. */
export async function countFalseAlarms({
  ffmpeg,
  extractor,
  index,
  clips: folder,
  print,
}: {
  readonly ffmpeg: Ffmpeg;
  readonly extractor: FeatureExtractor;
  readonly index: RecognitionIndex;
  /** A folder of videos. */
  readonly clips: string;
  readonly print: (line: string) => void;
}): Promise<void> {
  const recogniser = createRecogniser(index, { extractor });
  const names = (await readdir(folder)).filter((name) => VIDEOS.test(name)).sort();
  let seconds = 0;
  let frames = 0;
  let alarms = 0;
  for (const name of names) {
    const samples: SampleDetections[] = [];
    for (const picture of await readFrames(ffmpeg, join(folder, name), 1, MAX_SECONDS))
      samples.push({ frame: samples.length, detections: recogniser.detect(picture) });
    const grid = { frameRate: { numerator: 1, denominator: 1 }, startSeconds: 0, frameCount: samples.length };
    const cells = samples.map(({ frame }) => ({ startFrame: frame, endFrame: frame + 1 }));
    const shots = tileShots([], samples.length);
    const found = joinDetections({ samples, cells, shots, itemCount: index.items.length, grid });
    for (const { item, confidence } of found) print(`${name}: ${index.items[item].title} ${confidence}`);
    frames += samples.filter(({ detections }) => detections.some(({ confidence }) => confidence >= 0.5)).length;
    seconds += samples.length;
    alarms += found.length;
  }
  const counts = [`${seconds} s`, `frames ${frames}`, `appearances ${alarms}`];
  print(tableRow(['false alarms', folder, ...counts, `an hour ${((alarms * 3600) / seconds).toFixed(1)}`]));
}
