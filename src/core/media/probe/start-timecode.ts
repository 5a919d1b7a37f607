import type { FileFacts, StreamFacts } from './facts.ts';

/** SMPTE ST 12-1, as ffprobe prints it: `;` (or `.`) before the frames stands for drop-frame counting. */
const TIMECODE = /^\d{2}:\d{2}:\d{2}[:;.]\d{2,3}$/;

/**
 * The timecode that the source itself gives its first picture: of the track of pictures (QuickTime's `tmcd` that goes
 * with it, MPEG's group of pictures), of another track of timecodes (MXF, QuickTime), of the file (tags). null: none.
 */
export function findStartTimecode({ streams, format }: FileFacts, video: StreamFacts): string | null {
  const places = [
    video.tags.timecode,
    video.timecode,
    ...streams.filter(({ codec_type }) => codec_type === 'data').map(({ tags }) => tags.timecode),
    format.tags.timecode,
  ];
  return places.find((text): text is string => typeof text === 'string' && TIMECODE.test(text)) ?? null;
}
