/** A picture of 8 bits a channel: `bytes` is [height, width, depth], row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly bytes: Uint8Array;
}

/** The header's lines come in any order; it is shorter than this by far. */
const MAX_HEADER = 200;

/**
 * Reads a picture of the format PAM (https://netpbm.sourceforge.net/doc/pam.html) with one byte a sample; null where it
 * is none, or cut short.
 */
export function parsePam(file: Uint8Array): Raster | null {
  const text = Buffer.from(file.buffer, file.byteOffset, Math.min(file.length, MAX_HEADER)).toString('latin1');
  const header = /^P7\n(?:[A-Z_]+ \S+\n)+ENDHDR\n/.exec(text)?.[0];
  if (!header) return null;
  const field = (name: string) => Number(new RegExp(`\\n${name} (\\d+)\\n`).exec(header)?.[1]);
  const [width, height, depth] = [field('WIDTH'), field('HEIGHT'), field('DEPTH')];
  const bytes = file.subarray(header.length, header.length + width * height * depth);
  return field('MAXVAL') === 255 && bytes.length === width * height * depth ? { width, height, depth, bytes } : null;
}
