import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ReelsightError } from '../errors.ts';
import { type Ffmpeg, runFfmpeg } from '../media/ffmpeg.ts';
import { openInput } from '../media/input.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { VideoSource } from '../media/source.ts';
import type { Container } from './containers.ts';
import { snapToKeys } from './key-cuts.ts';
import { countPackets, listPackets } from './packets.ts';
import type { VideoSegment } from './video-segment.ts';

export interface CutJob {
  readonly ffmpeg: Ffmpeg;
  readonly source: VideoSource;
  readonly probe: VideoProbe;
  readonly frameCount: number;
  /** First frame of every segment but the first, in order. */
  readonly cutFrames: readonly number[];
  readonly container: Container;
  /** An empty folder that the segments go to. */
  readonly folder: string;
  readonly nameFile: (position: number, count: number) => string;
  readonly signal: AbortSignal;
  /** Segments that are done. */
  readonly onSegment: (done: number) => void;
}

const PATTERN = 'segment-%06d';

/**
 * Cuts a video without encoding it: each cut goes to the nearest key frame. Every packet of the source is in one
 * segment. Cuts that go to the same key frame become one. Sound and, where the container takes them, subtitles come
 * along. Errors: kind `decode` when ffmpeg cannot write the segments, or wrote others than the source's packets say.
 */
export async function copySegments(job: CutJob): Promise<VideoSegment[]> {
  const { ffmpeg, source, probe, folder, signal } = job;
  const packets = await listPackets(ffmpeg, source, probe, signal);
  const cuts = snapToKeys(packets, job.cutFrames);
  const positions = cuts.map(({ position }) => position);
  const files = await writeSegments(job, [...positions, packets.frames.length + 1]);
  if (files.length !== cuts.length + 1)
    throw new ReelsightError(
      'decode',
      `ffmpeg cut ${JSON.stringify(source.name)} into ${files.length} segments where its key frames make ${cuts.length + 1}. Use --exact.`,
    );
  const counts = await countPackets(
    ffmpeg,
    files.map((file) => join(folder, file)),
    signal,
  );
  const segments: VideoSegment[] = [];
  for (const [i, written] of files.entries()) {
    const cut = cuts[i - 1] ?? { wantedFrame: 0, frame: 0, position: 0, lostFrames: 0 };
    const end = cuts[i] ?? { frame: job.frameCount, position: packets.frames.length };
    const count = counts[i]!;
    if (count !== end.position - cut.position)
      throw new ReelsightError(
        'decode',
        `Segment ${i + 1} of ${JSON.stringify(source.name)} holds ${count} pictures where the video has ${end.position - cut.position}: ffmpeg lost or repeated some. Use --exact.`,
      );
    const file = job.nameFile(i, files.length);
    await rename(join(folder, written), join(folder, file));
    const { wantedFrame: wantedStartFrame, frame: startFrame, lostFrames } = cut;
    const frames = count - lostFrames;
    segments.push({ file, wantedStartFrame, startFrame, endFrame: end.frame, frames, lostFrames });
    job.onSegment(i + 1);
  }
  return segments;
}

/** One pass over the source; the segment muxer begins a new file at the packets of these numbers. */
async function writeSegments(
  { ffmpeg, source, probe, container, folder, signal }: CutJob,
  positions: readonly number[],
): Promise<string[]> {
  const write = async (subtitles: readonly string[]) => {
    const command = openInput(source, [], probe)
      .output(join(folder.replaceAll('%', '%%'), `${PATTERN}.${container.extension}`))
      .outputOptions([
        ...['-map', `0:${probe.videoStream}`, '-map', '0:a?', ...subtitles, '-c', 'copy'],
        // Chapters would be those of the whole video.
        ...['-map_chapters', '-1', '-f', 'segment', '-segment_format', container.muxer],
        ...['-segment_frames', positions.join(','), '-reset_timestamps', '1', '-y'],
      ]);
    const { exitCode, errors } = await runFfmpeg(ffmpeg, command, { signal }).ended;
    return exitCode === 0 ? null : (errors.at(-1) ?? `exit status ${exitCode}`);
  };
  const fault = (await write(['-map', '0:s?'])) && (await write([]));
  if (fault)
    throw new ReelsightError(
      'decode',
      `ffmpeg could not cut ${JSON.stringify(source.name)} without encoding it: ${fault}. Use --exact.`,
    );
  return (await readdir(folder)).sort();
}
