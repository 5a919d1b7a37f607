/**
 * Containers of streams, whose clock may start anywhere, leap and start again: ffmpeg's demuxers with the flag
 * AVFMT_TS_DISCONT. Players count from the first picture and go on where the clock leaps.
 */
const STREAM_FORMATS = new Set(['mpegts', 'mpeg', 'live_flv', 'ogg']);

/** Containers of files: their clock's zero is the start that players show, whenever the first picture comes. */
const FILE_FORMATS = new Set(['mov', 'matroska', 'avi', 'nut', 'mxf', 'gxf']);

const firstName = (demuxer: string): string => demuxer.split(',')[0] ?? '';

export const isStreamFormat = (demuxer: string): boolean => STREAM_FORMATS.has(firstName(demuxer));

/**
 * Seconds that a player shows at the container's first time stamp: that time itself in files (nothing is shown before
 * it), 0 in streams. A start before zero is cut off or shifted to zero.
 */
export const shownAtStart = (demuxer: string, containerStartSeconds: number): number =>
  FILE_FORMATS.has(firstName(demuxer)) ? Math.max(0, containerStartSeconds) : 0;

/** What ffmpeg itself takes for a leap (`dts_delta_threshold`) and for a step back, in seconds. */
const LEAP_SECONDS = 10;
const STEP_BACK_SECONDS = 0.1;

/**
 * Where the clock leaps: positions in the packets, in the order of the file, before which decoding time goes on more
 * than 10 s later or begins again earlier. `seconds` are decoding times; NaN where a packet has none.
 */
export function findLeaps(seconds: Iterable<number>): number[] {
  const leaps: number[] = [];
  let last = Number.NaN;
  let position = 0;
  for (const time of seconds) {
    if (time - last > LEAP_SECONDS || last - time > STEP_BACK_SECONDS) leaps.push(position);
    if (!Number.isNaN(time)) last = time;
    position++;
  }
  return leaps;
}
