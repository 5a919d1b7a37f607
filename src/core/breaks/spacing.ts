/** Videos shorter than this have no story breaks: an advertisement would be longer than what it interrupts. */
export const MIN_BREAK_VIDEO_SECONDS = 10;
/** Parts of the video that stay whole: titles and the hook at the opening, the resolution and credits at the end. */
const ZONE_SHARE = 0.05;
const MIN_ZONE_SECONDS = 3;
const MAX_ZONE_SECONDS = 120;

/** Media2Cloud V4's table: videos longer than the first take a break every so many seconds. */
const SPACING_TABLE = [
  { longerThanSeconds: 60 * 60, spacingSeconds: 10 * 60 },
  { longerThanSeconds: 40 * 60, spacingSeconds: 8 * 60 },
  { longerThanSeconds: 20 * 60, spacingSeconds: 6 * 60 },
  { longerThanSeconds: 10 * 60, spacingSeconds: 4 * 60 },
];
/** Up to ten minutes the spacing is a fifth of the video (Media2Cloud's 2 minutes at ten), at least its 10 seconds. */
const SHORT_SPACING_SHARE = 0.2;
const MIN_SPACING_SECONDS = 10;

/** The least time between two breaks of a video, in seconds. */
export function breakSpacingSeconds(durationSeconds: number): number {
  const row = SPACING_TABLE.find(({ longerThanSeconds }) => durationSeconds > longerThanSeconds);
  return row ? row.spacingSeconds : Math.max(MIN_SPACING_SECONDS, durationSeconds * SHORT_SPACING_SHARE);
}

/** Length of the zone without breaks at each end of the video: 5 % of it, at least 3 seconds, at most 2 minutes. */
export function noBreakSeconds(durationSeconds: number): number {
  return Math.min(MAX_ZONE_SECONDS, Math.max(MIN_ZONE_SECONDS, durationSeconds * ZONE_SHARE));
}

/** How many breaks are asked for; null leaves it to their scores. A density asks for one at least. */
export function countWanted(
  { count, perHour }: { readonly count: number | null; readonly perHour: number | null },
  durationSeconds: number,
): number | null {
  return perHour === null ? count : Math.max(1, Math.round((perHour * durationSeconds) / 3600));
}

/** Breaks that are asked for may lie this much closer than evenly spread ones, so that good moments are in reach. */
const EVEN_SHARE = 0.5;

/**
 * The least time between two breaks: what is asked for, else the table's. So many breaks that they would not fit the
 * table lie half as far apart as evenly spread ones, at least 10 seconds.
 */
export function chooseSpacingSeconds(
  spacingSeconds: number | null,
  wanted: number | null,
  durationSeconds: number,
): number {
  if (spacingSeconds !== null) return spacingSeconds;
  const usual = breakSpacingSeconds(durationSeconds);
  if (wanted === null || wanted === 0) return usual;
  const evenSeconds = (durationSeconds - 2 * noBreakSeconds(durationSeconds)) / wanted;
  return Math.min(usual, Math.max(MIN_SPACING_SECONDS, evenSeconds * EVEN_SHARE));
}
