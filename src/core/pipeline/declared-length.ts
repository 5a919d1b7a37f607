import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { ChunkRecord } from './records.ts';

/** A container may round its length, or count the sound's: more than this is missing pictures. */
const MISSING_SECONDS = 1;

/**
 * Presentation time at which a container says that the video ends, where its pictures end before that; null where the two
 * agree, or none is said.
 */
export function findCutShortEnd(probe: VideoProbe): number | null {
  if (probe.declaredSeconds === null) return null;
  // Some containers count their length from time stamp 0, however late they start.
  const declaredSeconds = probe.declaredSeconds - Math.max(0, probe.containerStartSeconds);
  return declaredSeconds > frameToSeconds(probe.frameCount, probe) + MISSING_SECONDS ? declaredSeconds : null;
}

/** The same once the sound was heard: a container is as long as its sound, and nothing is missing then. */
export function findMissingEnd(probe: VideoProbe, records: readonly ChunkRecord[]): number | null {
  const declaredSeconds = findCutShortEnd(probe);
  if (declaredSeconds === null) return null;
  const soundEnd = frameToSeconds(probe.frameCount, probe) + soundAfterPictures(records);
  return declaredSeconds > soundEnd + MISSING_SECONDS ? declaredSeconds : null;
}

/** Seconds of sound behind the last picture. */
export const soundAfterPictures = (records: readonly ChunkRecord[]): number =>
  Math.max(0, ...records.map(({ soundAfterSeconds }) => soundAfterSeconds));

/** The first frame at or after a presentation time. */
export const firstFrameFrom = (seconds: number, { frameRate, startSeconds }: Omit<FrameGrid, 'frameCount'>): number =>
  Math.ceil(((seconds - startSeconds) * frameRate.numerator) / frameRate.denominator - 1e-6);
