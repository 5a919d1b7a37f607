import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { decodePicture, isWholeFrame } from '../../../../models/pictures.ts';
import { augment, augmentNames } from '../../../../models/views/augment.ts';
import { type Classifier, type Ffmpeg, ReelsightError } from '../../../core/index.ts';
import type { TrainingPicture } from '../../../training/index.ts';
import { MAX_PICTURE_BYTES, readBytes } from '../reading/index.ts';
import type { CommandContext } from '../terminal/context.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import type { Example } from './examples.ts';
import { takeFrames } from './take-frames.ts';

/** A picture that was looked at, and where its pixels are. */
export interface EmbeddedPicture extends TrainingPicture {
  readonly path: string;
  /** What it comes from. */
  readonly example: Example;
}

export interface EmbedJob {
  readonly examples: readonly Example[];
  /** Ways in which each picture is varied beside itself. */
  readonly augment: number;
  readonly ffmpeg: Ffmpeg;
  readonly classifier: Classifier;
  readonly cache: EmbeddingCache;
  /** For frames of videos: a folder that is there until the page is written. */
  readonly workFolder: string;
}

const WHOLE = 'whole';

/** Looks at every example; what cannot be read is left out, and named in `unreadable`. */
export async function embedExamples(
  job: EmbedJob,
  context: CommandContext,
): Promise<{ pictures: EmbeddedPicture[]; unreadable: string[] }> {
  const { examples, ffmpeg, workFolder } = job;
  const { progress, signal } = context;
  const pictures: EmbeddedPicture[] = [];
  const unreadable: string[] = [];
  progress.start('Looking at pictures', examples.length, 'pictures');
  try {
    for (const [i, example] of examples.entries()) {
      signal.throwIfAborted();
      progress.update(i);
      const { path, name, classes } = example;
      try {
        if (!example.isVideo) {
          pictures.push({ id: name, path, example, classes, embeddings: await embed(path, job, signal) });
          continue;
        }
        for (const frame of await takeFrames(example, ffmpeg, join(workFolder, `video-${i}`), context)) {
          const embeddings = await embed(frame.path, job, signal);
          const id = `${name} at ${frame.timeSeconds.toFixed(1)} s`;
          pictures.push({ id, path: frame.path, example, classes, group: path, embeddings });
        }
      } catch (error) {
        if (!isFaultOfExample(error)) throw error;
        unreadable.push(name);
        progress.log(`${name} is left out: ${error.message}`);
      }
    }
  } finally {
    progress.stop();
  }
  return { pictures, unreadable };
}

/** What is wrong with one picture or video does not end the training. */
const isFaultOfExample = (error: unknown): error is ReelsightError =>
  error instanceof ReelsightError && ['input', 'not-found', 'unsupported', 'decode'].includes(error.kind);

/** Embeddings of a picture and of how it is varied. */
async function embed(path: string, job: EmbedJob, signal: AbortSignal): Promise<Float32Array[]> {
  const { cache, classifier, ffmpeg } = job;
  const bytes = await readBytes(path, { maxBytes: MAX_PICTURE_BYTES, signal });
  const digest = createHash('sha256').update(bytes).digest('hex');
  let frame: Uint8Array | null = null;
  const embeddings: Float32Array[] = [];
  for (const view of [WHOLE, ...augmentNames(job.augment)]) {
    let embedding = await cache.read(digest, view);
    if (embedding === null) {
      frame ??= await readFrame(ffmpeg, path, signal);
      const pixels = view === WHOLE ? frame : await augment(ffmpeg, path, frame, view);
      [embedding] = (await classifier.infer(pixels, 1)).embeddings;
      await cache.write(digest, view, embedding);
    }
    embeddings.push(embedding);
  }
  return embeddings;
}

async function readFrame(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<Uint8Array> {
  const frame = await decodePicture(ffmpeg, path, signal);
  if (!isWholeFrame(frame))
    throw new ReelsightError('decode', 'ffmpeg cannot decode it as a picture (JPEG, PNG, WebP, BMP).');
  return frame;
}
