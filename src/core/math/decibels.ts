/** Level of digital silence: lower than one bit of 16-bit sound in a whole window (-96 dB). */
export const SILENCE_DB = -120;

/** A power (full scale 1) in decibels, plus an offset; SILENCE_DB at least. */
export const toDb = (power: number, offsetDb = 0): number =>
  power > 0 ? Math.max(SILENCE_DB, offsetDb + 10 * Math.log10(power)) : SILENCE_DB;

/** The power of a level in decibels; that of SILENCE_DB is none. */
export const toPower = (db: number): number => (db <= SILENCE_DB ? 0 : 10 ** (db / 10));
