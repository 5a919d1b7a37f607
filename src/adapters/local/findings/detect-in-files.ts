import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  createFeatureExtractor,
  createRecogniser,
  DETAIL_WIDTH,
  type Detection,
  type Ffmpeg,
  findFfmpeg,
  frameToTimecode,
  type IndexItem,
  listStillsEvery,
  probeVideo,
  type RecognitionIndex,
  readPicture,
  readPictureHead,
  shrinkPicture,
  sniffImageFormat,
  takeStills,
} from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';
import { listPictureFiles } from '../library/list-pictures.ts';
import type { CommandContext } from '../terminal/context.ts';
import { withSource } from '../video/measure-video.ts';
import { openVideoSource } from '../video/video-source.ts';

/** What an index found in one picture. */
export interface Finding {
  /** The file's name; of a video with the frame's time code. */
  readonly picture: string;
  /** As it was looked at, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly found: readonly (Omit<Detection, 'item'> & { readonly item: IndexItem })[];
  /** The picture as JPEG, where it was asked for. */
  readonly jpeg: Uint8Array | null;
}

export interface DetectionJob {
  readonly index: RecognitionIndex;
  /** Pictures, folders of pictures, videos. */
  readonly paths: readonly string[];
  /** Where links in those folders may lead besides. */
  readonly allowFolders: readonly string[];
  /** Of a video: time between the frames that are looked at. */
  readonly everySeconds: number;
  readonly keepJpeg: boolean;
}

/** Detects an index's items in pictures and videos, as an analysis does in frames, one after the other. */
export async function* detectInFiles(job: DetectionJob, context: CommandContext): AsyncGenerator<Finding> {
  const { signal } = context;
  const { ffmpeg } = await findFfmpeg(context.config, context.environment);
  const recogniser = createRecogniser(job.index, { extractor: createFeatureExtractor() });
  const workFolder = await mkdtemp(join(tmpdir(), 'reelsight-detect-'));
  try {
    for (const path of await listPictureFiles(job.paths, job.allowFolders)) {
      const pictures = (await isPicture(path))
        ? [{ path, name: basename(path) }]
        : await takeFrames(path, { ...job, ffmpeg, workFolder }, context);
      for (const { path: file, name } of pictures) {
        signal.throwIfAborted();
        const picture = await readPicture(file, { ffmpeg, signal });
        const found = recogniser.detect(picture);
        yield {
          picture: name,
          width: picture.width,
          height: picture.height,
          found: found.map((detection) => ({ ...detection, item: job.index.items[detection.item] })),
          jpeg: job.keepJpeg ? await toJpeg(file) : null,
        };
      }
    }
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }

  async function toJpeg(file: string): Promise<Uint8Array> {
    const small = join(workFolder, 'shown.jpg');
    await shrinkPicture(file, small, { ffmpeg, signal });
    return readFile(small);
  }
}

async function isPicture(path: string): Promise<boolean> {
  const head = await readPictureHead(path).catch((cause: unknown) => {
    throw mapFileError(cause, 'read', path);
  });
  return sniffImageFormat(head) !== null;
}

async function takeFrames(
  path: string,
  { ffmpeg, workFolder, everySeconds }: DetectionJob & { ffmpeg: Ffmpeg; workFolder: string },
  context: CommandContext,
): Promise<{ path: string; name: string }[]> {
  const { signal, progress } = context;
  const opened = await openVideoSource(path, context.config, signal);
  const { source } = opened;
  return withSource(opened, context, async () => {
    const probe = await probeVideo(ffmpeg, source, signal);
    const frames = listStillsEvery(everySeconds, probe).map(({ frame }) => frame);
    const { displayWidth, displayHeight } = probe;
    const width = Math.round((displayWidth * DETAIL_WIDTH) / Math.max(DETAIL_WIDTH, displayWidth, displayHeight));
    const folder = await mkdtemp(join(workFolder, 'frames-'));
    progress.start('Taking', frames.length, 'frames');
    const files = await takeStills({
      ...{ ffmpeg, source, probe, frames, width, folder, signal },
      format: 'jpeg',
      onStills: progress.update,
    }).finally(progress.stop);
    return frames.map((frame) => ({
      path: join(folder, files.get(frame)!),
      name: `${source.name} ${frameToTimecode(frame, probe.frameRate)}`,
    }));
  }).finally(opened.close);
}
