/** `m:ss` or `h:mm:ss`; with tenths when the step between two times is below a second. */
export function formatTime(seconds: number, stepSeconds = 1): string {
  const tenths = stepSeconds < 1;
  const total = tenths ? Math.round(seconds * 10) / 10 : Math.round(seconds);
  const whole = Math.floor(total + 1e-9);
  const pad = (value: number) => String(value).padStart(2, '0');
  const fraction = tenths ? `.${Math.round((total - whole) * 10)}` : '';
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = pad(whole % 60) + fraction;
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** A length of time in words' stead: `480 ms`, `7.4 s`, `2 min 05 s`, `1 h 12 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${(Math.round(seconds * 10) / 10).toString()} s`;
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor(whole / 60) % 60)} min`;
}

const SIZE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in decimal units, three digits: `184 MB`. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < SIZE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : Number(value.toPrecision(2))} ${SIZE_UNITS[unit]}`;
}

/** A whole number with thin separators: `12,345`. */
export const formatCount = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 shot`, `2 shots`, `1,500 shots`. */
export const countOf = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : nouns}`;

/** A score or confidence with two decimals: `0.83`. */
export const formatScore = (value: number): string => value.toFixed(2);

/** Frames a second, at most three decimals: `25`, `29.97`. */
export const formatRate = ({ numerator, denominator }: { numerator: number; denominator: number }): string =>
  String(Math.round((numerator / denominator) * 1000) / 1000);

/** Dollars with as many decimals as a small amount needs: `$0.0016`. */
export function formatDollars(amount: number): string {
  if (amount === 0) return '$0';
  return `$${amount >= 0.995 ? amount.toFixed(2) : Number(amount.toPrecision(2)).toFixed(decimalsFor(amount))}`;
}

const decimalsFor = (amount: number): number => Math.min(12, Math.max(2, 1 - Math.floor(Math.log10(amount))));

/** A name made of words: `label-change` and `labelChange` become `Label change`; names with blanks stay as they are. */
export function humanize(name: string): string {
  const split = (_: string, before: string, after: string) => `${before} ${after.toLowerCase()}`;
  const words = name.includes(' ') ? name : name.replace(/([a-z])([A-Z])/g, split).replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
