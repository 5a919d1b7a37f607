import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ReelsightError } from '../errors.ts';
import { decodeCpuSeconds } from '../media/cpu-time.ts';
import { type Ffmpeg, queryFfmpeg, runFfmpeg } from '../media/ffmpeg.ts';
import { DESPITE_DAMAGE, holdOnGrid, pictureOptions, putOnGrid, seekBefore } from '../media/frames.ts';
import { openInput } from '../media/input.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { CutJob } from './copy-segments.ts';
import { countPackets } from './packets.ts';
import { findSoundTracks, mapSounds } from './sound-tracks.ts';
import type { VideoSegment } from './video-segment.ts';

/** x264's constant rate factor: 0 loses nothing, 17 or 18 can hardly be told from the source (x264's own advice). */
export const DEFAULT_CRF = 18;
export const MAX_CRF = 51;

interface Range {
  readonly startFrame: number;
  /** null: to the end, with what sound comes after the last picture. */
  readonly endFrame: number | null;
}

/**
 * Cuts a video at the frames themselves, which re-encodes it: H.264 (MPEG-4 in builds of ffmpeg without x264) and AAC.
 * Every picture of the source is in one segment (one that has none of its own, in videos of uneven times, repeats the
 * picture on screen), and sound begins and ends with its segment to the sample. Errors: kind
 * `decode` when ffmpeg cannot write a segment.
 */
export async function encodeSegments(job: CutJob, crf: number): Promise<VideoSegment[]> {
  const { ffmpeg, source, folder, signal } = job;
  const encoder = await chooseEncoder(ffmpeg, crf);
  const { decoding, warning } = await findSoundTracks(ffmpeg, source, job.probe, signal);
  if (warning !== null) job.onWarning?.(warning);
  const how = { encoder, sounds: mapSounds(decoding) };
  const starts = [job.part.startFrame, ...job.cutFrames];
  const segments: VideoSegment[] = [];
  for (const [i, startFrame] of starts.entries()) {
    const file = job.nameFile(i, starts.length);
    const path = join(folder, file);
    const endFrame = starts[i + 1] ?? (job.part.toEnd ? null : job.part.endFrame);
    const range = { startFrame, endFrame };
    let encoded = await encodeSegment(job, range, path, how, false);
    if (encoded === 0) encoded = await encodeSegment(job, range, path, how, true);
    if (encoded === 0)
      throw new ReelsightError(
        'decode',
        `No picture of ${JSON.stringify(source.name)} can be decoded from frame ${startFrame} on: it may be damaged there.`,
      );
    segments.push({
      file,
      wantedStartFrame: startFrame,
      startFrame,
      endFrame: endFrame ?? job.part.endFrame,
      frames: encoded,
      lostFrames: 0,
    });
    job.onSegment(i + 1);
  }
  // What the files hold, not what was put into them.
  const counts = await countPackets(
    ffmpeg,
    segments.map(({ file }) => join(folder, file)),
    signal,
  );
  return segments.map((segment, i) => ({ ...segment, frames: counts[i]! }));
}

async function chooseEncoder(ffmpeg: Ffmpeg, crf: number): Promise<string[]> {
  const hasX264 = / libx264 /.test(await queryFfmpeg(ffmpeg, ['-encoders']));
  return hasX264 ? ['-c:v', 'libx264', '-preset', 'fast', '-crf', String(crf)] : ['-c:v', 'mpeg4', '-q:v', '2'];
}

/** Gives the number of pictures that were encoded. */
async function encodeSegment(
  { ffmpeg, source, probe, container, signal }: CutJob,
  range: Range,
  path: string,
  { encoder, sounds }: { readonly encoder: readonly string[]; readonly sounds: readonly string[] },
  isHeld: boolean,
): Promise<number> {
  const { numerator, denominator } = probe.frameRate;
  const command = openInput(
    source,
    [...DESPITE_DAMAGE, ...pictureOptions(probe), ...(probe.isSplittable ? seekBefore(probe, range.startFrame) : [])],
    probe,
  )
    .output(path)
    .outputOptions([
      ...['-map', `0:${probe.videoStream}`, ...sounds, '-map_chapters', '-1'],
      ...['-vf', pictureFilter(probe, range, isHeld), '-af', soundFilter(probe, range)],
      // A picture a place of the grid; of two in one place, which rates above the grid's have, the first.
      ...[ffmpeg.passthroughOptions[0]!, 'vfr', '-enc_time_base', `${denominator}:${numerator}`],
      ...[...encoder, '-c:a', 'aac', '-b:a', '192k'],
      ...(container.muxer === 'mp4' || container.muxer === 'mov' ? ['-movflags', '+faststart'] : []),
      ...['-progress', 'pipe:3', '-f', container.muxer, '-y'],
    ]);
  const maxCpuSeconds = decodeCpuSeconds(
    probe,
    (range.endFrame ?? probe.frameCount) - (probe.isSplittable ? range.startFrame : 0),
  );
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1, signal, maxCpuSeconds });
  const progress = await text(run.pipes[0]!);
  const { exitCode, errors } = await run.ended;
  if (exitCode !== 0)
    throw new ReelsightError(
      'decode',
      `ffmpeg could not encode ${JSON.stringify(source.name)} from frame ${range.startFrame} on: ${errors.at(-1) ?? `exit status ${exitCode}`}.`,
    );
  return Number([...progress.matchAll(/^frame= *(\d+)$/gm)].at(-1)?.[1] ?? 0);
}

/**
 * Where the first segment's clock starts: with the sound that comes before the first picture, on the pictures' grid.
 */
const leadingSlots = ({ pictureDelaySeconds, frameRate }: VideoProbe): number =>
  Math.floor((pictureDelaySeconds * frameRate.numerator) / frameRate.denominator);

/** `isHeld`: places without a picture of their own repeat the one before. */
function pictureFilter(probe: VideoProbe, { startFrame, endFrame }: Range, isHeld: boolean): string {
  const { numerator, denominator } = probe.frameRate;
  const lead = startFrame === 0 ? leadingSlots(probe) : 0;
  const isTurned = probe.rotationDegrees % 180 !== 0;
  const size = isTurned ? `${probe.height}:${probe.width}` : `${probe.width}:${probe.height}`;
  // Odd sides have no place in subsampled colour; H.264 has them in full.
  const isOdd = probe.width % 2 === 1 || probe.height % 2 === 1;
  return [
    // Only a picture that changes its size on the way is scaled: an encoder takes one size.
    `scale=${size}`,
    putOnGrid(probe),
    ...(isHeld
      ? [holdOnGrid(probe, startFrame, endFrame ?? probe.frameCount)]
      : [
          `settb=${denominator}/${numerator}`,
          `trim=start_pts=${startFrame}${endFrame === null ? '' : `:end_pts=${endFrame}`}`,
        ]),
    `setpts=PTS-${startFrame - lead}`,
    ...(isOdd ? ['format=yuv444p'] : []),
  ].join(',');
}

function soundFilter(probe: VideoProbe, { startFrame, endFrame }: Range): string {
  const secondsPerFrame = probe.frameRate.denominator / probe.frameRate.numerator;
  const lead = startFrame === 0 ? leadingSlots(probe) : 0;
  const start = probe.pictureDelaySeconds + (startFrame - lead) * secondsPerFrame;
  const length = endFrame === null ? null : (endFrame - startFrame + lead) * secondsPerFrame;
  const zero = probe.containerStartSeconds + start;
  return `asetpts='PTS-(${zero.toFixed(6)})/TB+0.5',atrim=start=0${length === null ? '' : `:end=${length.toFixed(6)}`}`;
}
