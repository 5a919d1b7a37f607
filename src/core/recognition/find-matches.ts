import type { LocalFeatures } from './features.ts';
import type { RecognitionIndex } from './index-file.ts';
import { createCellFinder } from './nearest-cells.ts';
import { bitsApart, signaturesOf } from './signature.ts';
import { measureWords } from './words.ts';

/** Entries compared with a feature. */
const MAX_COMPARED = 400;
/** The neighbour whose distance says what chance finds. */
const BACKGROUND_RANK = 12;
/** A small index has only far neighbours: what chance finds in a large one, in bits. */
const BACKGROUND_BITS = 40;
/** Share of the background's distance below which a neighbour counts. */
const MAX_SHARE = 0.9;
/** A neighbour at this share of the background's distance, or nearer, counts as much as one can. */
const SURE_SHARE = 0.75;

/** A feature of the picture that looks like an entry of the index. */
export interface Match {
  readonly feature: number;
  readonly entry: number;
  /** How much nearer it is than chance: 0..1. */
  readonly weight: number;
}

/**
 * Finds the entries that look like features of a picture, by registered picture. An entry counts by how much nearer it
 * is than the twelfth: what looks like many things says little.
 */
export function createMatchFinder({
  words,
  entries,
}: RecognitionIndex): (features: LocalFeatures) => Map<number, Match[]> {
  const nearestCells = createCellFinder(words.count);
  const [first, second] = [new Float64Array(words.count), new Float64Array(words.count)];
  const bits = new Uint8Array(BACKGROUND_RANK);
  const found = new Uint32Array(BACKGROUND_RANK);
  return (features) => {
    const matches = new Map<number, Match[]>();
    const signatures = signaturesOf(features.descriptors);
    for (let feature = 0; feature < features.count; feature++) {
      measureWords(features.descriptors, feature, words, first, second);
      let count = 0;
      let compared = 0;
      for (const cell of nearestCells(first, second)) {
        for (let entry = entries.cellStarts[cell]; entry < entries.cellStarts[cell + 1]; entry++, compared++) {
          const apart = bitsApart(signatures, feature, entries.signatures, entry);
          if (count === BACKGROUND_RANK && apart >= bits[count - 1]) continue;
          let at = count < BACKGROUND_RANK ? count++ : count - 1;
          for (; at > 0 && bits[at - 1] > apart; at--) {
            bits[at] = bits[at - 1];
            found[at] = found[at - 1];
          }
          bits[at] = apart;
          found[at] = entry;
        }
        if (compared >= MAX_COMPARED) break;
      }
      const background = count === BACKGROUND_RANK ? Math.min(BACKGROUND_BITS, bits[count - 1]) : BACKGROUND_BITS;
      for (let i = 0; i < count && bits[i] < MAX_SHARE * background; i++) {
        const weight = Math.min(1, (1 - bits[i] / background) / (1 - SURE_SHARE));
        const picture = entries.pictures[found[i]];
        const list = matches.get(picture);
        if (list) list.push({ feature, entry: found[i], weight });
        else matches.set(picture, [{ feature, entry: found[i], weight }]);
      }
    }
    return matches;
  };
}
