import { DESCRIPTOR_SIZE } from './sift/descriptor.ts';

/** 32-bit words of a signature. */
export const SIGNATURE_WORDS = DESCRIPTOR_SIZE / 32;

/** Medians of a descriptor's numbers over 25,000 features of 50 photographs: cells row by row, 8 directions each. */
const MEDIANS = Uint8Array.of(
  ...[33, 21, 14, 19, 27, 24, 20, 26, 58, 34, 18, 19, 24, 21, 21, 36, 58, 41, 24, 22, 24, 18, 17, 32],
  ...[33, 28, 22, 24, 26, 18, 14, 20, 43, 25, 17, 24, 35, 27, 21, 29, 86, 42, 21, 25, 31, 24, 22, 44],
  ...[88, 47, 24, 25, 31, 24, 20, 42, 44, 31, 23, 29, 35, 24, 17, 24, 43, 29, 21, 28, 34, 24, 17, 25],
  ...[86, 44, 22, 25, 32, 25, 21, 42, 88, 42, 21, 25, 31, 24, 23, 46, 44, 25, 17, 24, 35, 29, 22, 31],
  ...[33, 26, 21, 23, 26, 19, 14, 21, 58, 37, 22, 21, 24, 19, 18, 34, 59, 33, 17, 18, 24, 22, 24, 40],
  ...[33, 21, 14, 18, 26, 24, 21, 28],
);

/**
 * Shortens descriptors to signatures: a bit says whether a number is above its median. [count, 4] words of 32 bits for
 * descriptors [count, 128]. Signatures find as much as descriptors, in an eighth of the bytes.
 */
export function signaturesOf(descriptors: Uint8Array): Uint32Array {
  const signatures = new Uint32Array(descriptors.length / 32);
  for (let word = 0; word < signatures.length; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit++) {
      const at = word * 32 + bit;
      if (descriptors[at] > MEDIANS[at % DESCRIPTOR_SIZE]) bits |= 1 << bit;
    }
    signatures[word] = bits;
  }
  return signatures;
}

/** Bits that differ between signature `i` of `a` and signature `j` of `b`: 0..128. */
export function bitsApart(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  const [from, to] = [i * SIGNATURE_WORDS, j * SIGNATURE_WORDS];
  return (
    bitsSet(a[from] ^ b[to]) +
    bitsSet(a[from + 1] ^ b[to + 1]) +
    bitsSet(a[from + 2] ^ b[to + 2]) +
    bitsSet(a[from + 3] ^ b[to + 3])
  );
}

/** Bits that are 1 in a word of 32, in parallel by pairs, fours and bytes. */
function bitsSet(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
