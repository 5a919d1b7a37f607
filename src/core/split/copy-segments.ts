import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ReelsightError } from '../errors.ts';
import { type Ffmpeg, runFfmpeg } from '../media/ffmpeg.ts';
import { openInput } from '../media/input.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { VideoSource } from '../media/source.ts';
import type { Container } from './containers.ts';
import { findKeyAfter, findKeyBefore, snapToKeys } from './key-cuts.ts';
import { countPackets, listPackets } from './packets.ts';
import { findSoundTracks, mapSounds } from './sound-tracks.ts';
import type { VideoSegment } from './video-segment.ts';

/** A range of frames that is cut into segments. */
export interface SplitPart {
  readonly startFrame: number;
  readonly endFrame: number;
  /** Whether it is all that the file holds from its first frame on, the sound behind the last picture too. */
  readonly toEnd: boolean;
}

export interface CutJob {
  readonly ffmpeg: Ffmpeg;
  readonly source: VideoSource;
  readonly probe: VideoProbe;
  /** The frames that the segments are of. */
  readonly part: SplitPart;
  /** First frame of every segment but the first, in order. */
  readonly cutFrames: readonly number[];
  readonly container: Container;
  /** An empty folder that the segments go to. */
  readonly folder: string;
  readonly nameFile: (position: number, count: number) => string;
  readonly signal: AbortSignal;
  /** Segments that are done. */
  readonly onSegment: (done: number) => void;
  /** What to know of the segments, in words. */
  readonly onWarning?: (message: string) => void;
}

const PATTERN = 'segment-%06d';

/**
 * Cuts a video without encoding it: each cut goes to the nearest key frame. Every packet of the source is in one
 * segment, or in none where it is of no part that was asked for: a part is widened to the key frames around it. Cuts that
 * go to the same key frame become one. Sound and, where the container takes them, subtitles come
 * along. Errors: kind `decode` when ffmpeg cannot write the segments, or wrote others than the source's packets say.
 */
export async function copySegments(job: CutJob): Promise<VideoSegment[]> {
  const { ffmpeg, source, probe, folder, signal } = job;
  const packets = await listPackets(ffmpeg, source, probe, signal);
  const { startFrame, endFrame, toEnd } = job.part;
  const first = findKeyBefore(packets, startFrame);
  const last = toEnd ? null : findKeyAfter(packets, endFrame);
  const inside = snapToKeys(packets, job.cutFrames).filter(
    ({ position }) => position > first.position && (last === null || position < last.position),
  );
  // A file begins at each: where a part begins or ends between, those before and behind it are taken away again.
  const edges = [...(first.position > 0 ? [first] : []), ...inside, ...(last === null ? [] : [last])];
  const written = await writeSegments(job, [...edges.map(({ position }) => position), packets.frames.length + 1]);
  if (written.length !== edges.length + 1)
    throw new ReelsightError(
      'decode',
      `ffmpeg cut ${JSON.stringify(source.name)} into ${written.length} segments where its key frames make ${edges.length + 1}. Use --exact.`,
    );
  const files = written.slice(first.position > 0 ? 1 : 0, last === null ? undefined : -1);
  for (const file of written) if (!files.includes(file)) await rm(join(folder, file));
  const cuts = [first, ...inside];
  const counts = await countPackets(
    ffmpeg,
    files.map((file) => join(folder, file)),
    signal,
  );
  const segments: VideoSegment[] = [];
  const endOfVideo = toEnd ? endFrame : probe.frameCount;
  for (const [i, file] of files.entries()) {
    const cut = cuts[i]!;
    const end = cuts[i + 1] ?? last ?? { frame: endOfVideo, position: packets.frames.length };
    const count = counts[i]!;
    if (count !== end.position - cut.position)
      throw new ReelsightError(
        'decode',
        `Segment ${i + 1} of ${JSON.stringify(source.name)} holds ${count} pictures where the video has ${end.position - cut.position}: ffmpeg lost or repeated some. Use --exact.`,
      );
    const name = job.nameFile(i, files.length);
    await rename(join(folder, file), join(folder, name));
    const { wantedFrame: wantedStartFrame, frame: startFrame, lostFrames } = cut;
    const frames = count - lostFrames;
    segments.push({ file: name, wantedStartFrame, startFrame, endFrame: end.frame, frames, lostFrames });
    job.onSegment(i + 1);
  }
  return segments;
}

/** One pass over the source; the segment muxer begins a new file at the packets of these numbers. */
async function writeSegments(
  { ffmpeg, source, probe, container, folder, signal, onWarning }: CutJob,
  positions: readonly number[],
): Promise<string[]> {
  const write = async (sounds: readonly string[], subtitles: readonly string[] = []) => {
    const command = openInput(source, [], probe)
      .output(join(folder.replaceAll('%', '%%'), `${PATTERN}.${container.extension}`))
      .outputOptions([
        ...['-map', `0:${probe.videoStream}`, ...sounds, ...subtitles, '-c', 'copy'],
        // Chapters would be those of the whole video.
        ...['-map_chapters', '-1', '-f', 'segment', '-segment_format', container.muxer],
        ...['-segment_frames', positions.join(','), '-reset_timestamps', '1', '-y'],
      ]);
    const { exitCode, errors } = await runFfmpeg(ffmpeg, command, { signal }).ended;
    return exitCode === 0 ? null : (errors.at(-1) ?? `exit status ${exitCode}`);
  };
  const all = ['-map', '0:a?'];
  const fault = (await write(all, ['-map', '0:s?'])) && (await write(all)) && (await writeDecoding());
  if (fault)
    throw new ReelsightError(
      'decode',
      `ffmpeg could not cut ${JSON.stringify(source.name)} without encoding it: ${fault}. Use --exact.`,
    );
  return (await readdir(folder)).sort();

  /** Without the tracks of sound that nobody can play: a container may refuse them. */
  async function writeDecoding(): Promise<string | null> {
    const { decoding, warning } = await findSoundTracks(ffmpeg, source, probe, signal);
    if (warning === null) return write(all);
    onWarning?.(warning);
    return write(mapSounds(decoding));
  }
}
