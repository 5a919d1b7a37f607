import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { takeViews } from '../../models/views/picture-views.ts';
import { openVideoSource } from '../../src/adapters/local/video/video-source.ts';
import { decodeChunk, isSampled, parseConfig, probeVideo } from '../../src/core/index.ts';
import { toUnitLength } from '../../src/core/math/unit-length.ts';
import { createShotSpace } from '../../src/core/scenes/shot-space.ts';
import { detectShots } from '../../src/core/shots/detect.ts';
import type { Classifier } from '../../src/core/vision/inception.ts';
import { IMAGE_SIZE } from '../../src/core/vision/manifest.ts';
import { openFfmpeg } from '../harness/open.ts';
import { measureSignals } from '../harness/signals.ts';
import { mean } from '../harness/statistics.ts';
import type { Places } from './sequences.ts';

const SAMPLE_FPS = 2;
/** A shot made of a clip is this long, as far as the clip goes. */
const TAKE_SAMPLES = 4;
const MAX_TAKES = 6;
const MIN_SECONDS = 3;

/** A stretch of a video that shows one place: frames [startFrame, endFrame). */
interface Stretch {
  readonly source: string;
  readonly startFrame: number;
  readonly endFrame: number;
}

/**
 * Places filmed by a camera: one a source, of every video of a folder. A video with a JSON file of the same name beside
 * it that has `segments: [{source, firstPureFrame, lastPureFrame}]` gives a stretch to each source it was composed of;
 * any other video of 3 seconds or more is a source of its own if the product finds no cut in it.
 *
 * Each source's pictures are its framings (`takeViews`) in its first and its second half, each picture's views are
 * takes of 2 seconds at other moments: vectors as the product makes them of shots, from 2 samples a second.
 */
export async function embedClips(folder: string, classifier: Classifier, log: (line: string) => void): Promise<Places> {
  const takesOf = new Map<string, Float32Array[][]>();
  for (const file of listVideos(folder)) {
    try {
      for (const { source, views } of await embedVideo(join(folder, file), classifier))
        takesOf.set(source, [...(takesOf.get(source) ?? []), views]);
    } catch (error) {
      log(`${file} is left out: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  const places = new Map<string, Float32Array[][]>();
  for (const [source, all] of takesOf) {
    const step = Math.max(1, all.length / MAX_TAKES);
    const takes = all.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step) || i === 0);
    if (takes.length < 2) continue;
    const half = takes.length >> 1;
    const halves = [takes.slice(0, half), takes.slice(half)];
    places.set(
      `${basename(folder)}/${source}`,
      halves.flatMap((moments) => takes[0].map((_, view) => moments.map((take) => take[view]))),
    );
    log(`${source}: ${takes.length} takes`);
  }
  return places;
}

const MANY_PLACES_DISTANCE = 0.5;
const SAME_PLACE_DISTANCE = 0.4;

/**
 * Leaves out sources that show several places (their takes are further apart than 0.5 on the average), and those that
 * show the place of an earlier one (nearer than 0.4): neither has a truth.
 */
export function leaveOutUnfair(places: Places): Places {
  const fair = new Map<string, readonly (readonly Float32Array[])[]>();
  const { distance } = createShotSpace([...places.values()].flat(2).slice(0, 1));
  const meanBetween = (a: readonly Float32Array[], b: readonly Float32Array[]) => {
    return mean(a.flatMap((x) => b.flatMap((y) => (x === y ? [] : [distance(x, y)]))));
  };
  for (const [name, pictures] of places) {
    const takes = pictures.flat();
    if (meanBetween(takes, takes) > MANY_PLACES_DISTANCE) continue;
    if ([...fair.values()].some((other) => meanBetween(takes, other.flat()) < SAME_PLACE_DISTANCE)) continue;
    fair.set(name, pictures);
  }
  return fair;
}

function listVideos(folder: string): string[] {
  const manifest = join(folder, 'MANIFEST.json');
  const files: { file: string; content?: string }[] = existsSync(manifest)
    ? JSON.parse(readFileSync(manifest, 'utf8')).files
    : [];
  const patterns = new Set(files.filter(({ content }) => content === 'synthetic').map(({ file }) => file));
  return readdirSync(folder)
    .filter((file) => !['.json', '.txt', '.md'].includes(extname(file)) && !patterns.has(file))
    .sort();
}

/** The takes of a video, each in all its views. */
async function embedVideo(path: string, classifier: Classifier) {
  const truthPath = join(path, '..', `${basename(path, extname(path))}.json`);
  const truth = existsSync(truthPath) ? JSON.parse(readFileSync(truthPath, 'utf8')) : null;
  const ffmpeg = await openFfmpeg();
  const { source } = await openVideoSource(path, parseConfig(process.env), new AbortController().signal);
  const probe = await probeVideo(ffmpeg, source);
  const minFrames = (MIN_SECONDS * probe.frameRate.numerator) / probe.frameRate.denominator;
  const stretches: Stretch[] = [];
  if (truth) {
    for (const segment of truth.segments ?? [])
      if (!segment.source.startsWith('generated'))
        stretches.push({
          source: segment.source,
          startFrame: segment.firstPureFrame,
          endFrame: segment.lastPureFrame + 1,
        });
  } else if (probe.frameCount >= minFrames) {
    const { signals } = await measureSignals(path);
    if (detectShots(signals, probe.frameRate).shots.length === 1)
      stretches.push({ source: basename(path), startFrame: 0, endFrame: signals.count });
  }
  const takes: { source: string; views: Float32Array[] }[] = [];
  if (stretches.length === 0) return takes;

  const decoded = decodeChunk(ffmpeg, source, probe, {
    contextFrame: 0,
    startFrame: 0,
    endFrame: probe.frameCount,
    sampleFps: SAMPLE_FPS,
    keyFramesOnly: false,
    audio: false,
    smallFrame: { width: 16, height: 16 },
    inputSize: IMAGE_SIZE,
    threads: 1,
  });
  const drain = async (pictures: AsyncIterable<unknown>) => {
    for await (const _ of pictures);
  };
  const look = async () => {
    let open: { stretch: Stretch; sums: Float64Array[]; samples: number } | null = null;
    const close = () => {
      if (open && open.samples >= TAKE_SAMPLES / 2)
        takes.push({ source: open.stretch.source, views: open.sums.map(toUnitLength) });
      open = null;
    };
    let frame = -1;
    for await (const pixels of decoded.squareFrames) {
      do frame++;
      while (!isSampled(frame, SAMPLE_FPS, probe.frameRate));
      const stretch = stretches.find(({ startFrame, endFrame }) => frame >= startFrame && frame < endFrame);
      if (open && (open.stretch !== stretch || open.samples === TAKE_SAMPLES)) close();
      if (!stretch) continue;
      const { embeddings } = await classifier.infer(takeViews(pixels), 3);
      open ??= { stretch, sums: embeddings.map(({ length }) => new Float64Array(length)), samples: 0 };
      open.samples++;
      embeddings.forEach((embedding, view) => {
        toUnitLength(Float64Array.from(embedding)).forEach((value, d) => {
          open!.sums[view][d] += value;
        });
      });
    }
    close();
  };
  await Promise.all([look(), drain(decoded.smallFrames), drain(decoded.thumbnails), decoded.ended]);
  return takes;
}
