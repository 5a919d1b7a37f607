import { createRandom, shuffle } from '../core/math/random.ts';
import { classesOf, type Targets } from './targets.ts';

/**
 * Divides pictures into parts of the given shares (which sum to 1), whole groups each, with about the same share of each
 * class in every part. Gives the part of each picture. Rare classes and large groups are placed first, each group where
 * its classes are furthest from their share; the order of equals is by `seed`.
 */
export function dividePictures(
  groups: readonly number[],
  targets: Targets,
  shares: readonly number[],
  seed: number,
): Int32Array {
  const members = new Map<number, number[]>();
  for (const [picture, group] of groups.entries()) members.set(group, [...(members.get(group) ?? []), picture]);
  const { classCount } = targets;
  // Pictures of no class are a class of their own here: the last.
  const kindsOf = (pictures: readonly number[]): Map<number, number> => {
    const counts = new Map<number, number>();
    for (const picture of pictures) {
      const shown = classesOf(targets, picture);
      for (const c of shown.length === 0 ? [classCount] : shown) counts.set(c, (counts.get(c) ?? 0) + 1);
    }
    return counts;
  };
  const units = shuffle([...members.values()], createRandom(seed)).map((pictures) => ({
    pictures,
    kinds: [...kindsOf(pictures)],
  }));
  const totals = new Array<number>(classCount + 1).fill(0);
  for (const { kinds } of units) for (const [kind, count] of kinds) totals[kind] += count;
  const rarest = ({ kinds }: (typeof units)[number]) => Math.min(...kinds.map(([kind]) => totals[kind]));
  const placed = units.toSorted((a, b) => rarest(a) - rarest(b) || b.pictures.length - a.pictures.length);

  const parts = new Int32Array(groups.length);
  const filled = shares.map(() => new Array<number>(classCount + 1).fill(0));
  const sizes = shares.map(() => 0);
  for (const { pictures, kinds } of placed) {
    const needOf = (part: number) =>
      kinds.reduce((sum, [kind, count]) => sum + count * (shares[part] - filled[part][kind] / totals[kind]), 0);
    const fullnessOf = (part: number) => sizes[part] / shares[part];
    let best = 0;
    for (let part = 1; part < shares.length; part++) {
      const gain = needOf(part) / shares[part] - needOf(best) / shares[best];
      if (gain > 1e-9 || (gain > -1e-9 && fullnessOf(part) < fullnessOf(best))) best = part;
    }
    for (const picture of pictures) parts[picture] = best;
    for (const [kind, count] of kinds) filled[best][kind] += count;
    sizes[best] += pictures.length;
  }
  return parts;
}
