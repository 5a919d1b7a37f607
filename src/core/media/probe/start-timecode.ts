import type { Rational } from '../../measurements/timecode.ts';
import type { FileFacts, StreamFacts } from './facts.ts';

/** SMPTE ST 12-1, as ffprobe prints it: `;` (or `.`) before the frames stands for drop-frame counting. */
const TIMECODE = /^\d{2}:\d{2}:\d{2}[:;.]\d{2,3}$/;

export interface StartTimecode {
  /** As it is written there. */
  readonly text: string;
  /** Frames a second that it counts; null where the file does not say. */
  readonly rate: Rational | null;
}

/**
 * The timecode that the source itself gives its first picture: of the track of pictures (QuickTime's `tmcd` that goes
 * with it, MPEG's group of pictures), of another track of timecodes (MXF, QuickTime), of the file (tags). null: none.
 */
export function findStartTimecode({ streams, format }: FileFacts, video: StreamFacts): StartTimecode | null {
  const tracks = streams.filter(({ codec_type }) => codec_type === 'data');
  const places = [
    video.tags.timecode,
    video.timecode,
    ...tracks.map(({ tags }) => tags.timecode),
    format.tags.timecode,
  ];
  const text = places.find((place): place is string => typeof place === 'string' && TIMECODE.test(place));
  if (text === undefined) return null;
  // QuickTime's own track says what it counts: a camera of 59.94 pictures a second often counts 29.97.
  const track = tracks.find(({ codec_tag_string, tags }) => codec_tag_string === 'tmcd' && tags.timecode === text);
  return { text, rate: track?.avg_frame_rate ?? null };
}
