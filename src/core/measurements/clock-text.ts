/** Seconds, or a clock time: `90`, `1:30`, `0:01:30.5`. */
const CLOCK = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d+)?)$/;

/** Reads seconds or a clock time, in seconds; null for what is neither. */
export function parseClock(text: string): number | null {
  const match = CLOCK.exec(text.trim());
  if (!match) return null;
  const [, hours = '0', minutes, seconds] = match;
  // Beside minutes there are but sixty seconds, and beside hours sixty minutes.
  if (minutes !== undefined && (Number(seconds) >= 60 || Number(minutes) >= 60)) return null;
  return Number(hours) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
}
