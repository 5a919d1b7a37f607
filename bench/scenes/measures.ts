/**
 * How well found scenes agree with true ones. Both are lists of lengths, in frames or in shots, that tile the same film
 * from its beginning: [250, 100, 50] is [0, 250), [250, 350), [350, 400).
 */
export type Lengths = readonly number[];

export interface SceneScore {
  /** 0..1: how much of a true scene is kept together. */
  readonly coverage: number;
  /** 0..1, less is better: how far found scenes run over into the neighbours of true ones. */
  readonly overflow: number;
  /** Harmonic mean of coverage and 1 - overflow. */
  readonly f: number;
  /** Differential edit distance, 0..1, less is better: the share of the film that must change its scene. */
  readonly ded: number;
}

/** A stretch that lies in one true and in one found scene. */
interface Overlap {
  readonly truth: number;
  readonly found: number;
  readonly length: number;
}

/**
 * Scores a division into scenes.
 *
 * Coverage and overflow are those of Vendrig and Worring ("Systematic evaluation of logical story unit segmentation",
 * IEEE Transactions on Multimedia 4(4), 2002). For true scene t, all lengths in the unit of the lists:
 *
 *     coverage(t) = max over found q of |q and t| / |t|
 *     overflow(t) = sum over found q that meet t of |q without t| / (|t - 1| + |t + 1|)
 *
 * and the film's value is the mean over its true scenes, weighted by their lengths. A found scene that runs past the
 * neighbours would count more than 1; each scene's overflow ends at 1 here, so that F stays within 0..1. A film with one
 * true scene has no neighbours and no overflow. F is 2 C (1 - O) / (C + 1 - O), as in Rotman, Porat, Ashour (ISM 2016).
 *
 * DED is that of Sidiropoulos, Mezaris, Kompatsiaris, Kittler (IEEE TCSVT 22(6), 2012): of all ways to pair true scenes
 * with found ones, each at most once, the one that keeps most of the film; the share that is not kept.
 *
 * Errors: RangeError when the lists do not end together.
 */
export function scoreScenes(truth: Lengths, found: Lengths): SceneScore {
  const overlaps = listOverlaps(truth, found);
  const total = sum(truth);
  let covered = 0;
  let overflow = 0;
  truth.forEach((length, t) => {
    const meeting = overlaps.filter((overlap) => overlap.truth === t);
    covered += Math.max(...meeting.map((overlap) => overlap.length));
    const neighbours = (truth[t - 1] ?? 0) + (truth[t + 1] ?? 0);
    const outside = sum(meeting.map((overlap) => found[overlap.found] - overlap.length));
    if (neighbours > 0) overflow += length * Math.min(1, outside / neighbours);
  });
  const [c, o] = [covered / total, overflow / total];
  const f = c + 1 - o === 0 ? 0 : (2 * c * (1 - o)) / (c + 1 - o);
  return { coverage: c, overflow: o, f, ded: 1 - bestPairing(overlaps, truth.length, found.length) / total };
}

/** In order; Errors: RangeError as above. */
function listOverlaps(truth: Lengths, found: Lengths): Overlap[] {
  if ([...truth, ...found].some((length) => !(length > 0)) || Math.abs(sum(truth) - sum(found)) > 1e-6)
    throw new RangeError(
      `Scenes must tile one film: the true ones end at ${sum(truth)}, the found ones at ${sum(found)}.`,
    );
  const overlaps: Overlap[] = [];
  let [t, q, at] = [0, 0, 0];
  let [endOfTruth, endOfFound] = [truth[0], found[0]];
  while (t < truth.length && q < found.length) {
    const end = Math.min(endOfTruth, endOfFound);
    overlaps.push({ truth: t, found: q, length: end - at });
    at = end;
    if (endOfTruth <= end + 1e-9) endOfTruth += truth[++t];
    if (endOfFound <= end + 1e-9) endOfFound += found[++q];
  }
  return overlaps;
}

/**
 * The greatest sum of lengths of overlaps of which no two share a scene. Two that both have length come in the same
 * order in both lists, so this is an alignment: the best up to each overlap, either without it or after the last one
 * that shares neither of its scenes.
 */
function bestPairing(overlaps: readonly Overlap[], truths: number, founds: number): number {
  const best = Array.from({ length: truths + 1 }, () => new Float64Array(founds + 1));
  const lengths = new Map(overlaps.map(({ truth, found, length }) => [truth * founds + found, length]));
  for (let t = 1; t <= truths; t++)
    for (let q = 1; q <= founds; q++)
      best[t][q] = Math.max(
        best[t - 1][q],
        best[t][q - 1],
        best[t - 1][q - 1] + (lengths.get((t - 1) * founds + q - 1) ?? 0),
      );
  return best[truths][founds];
}

export interface BorderScore {
  readonly right: number;
  readonly found: number;
  readonly wanted: number;
}

/**
 * Compares the borders between scenes (the beginning and the end of the film are none): found ones are right when they
 * lie within the tolerance of a true one, one to one, the nearest first.
 */
export function matchBorders(truth: Lengths, found: Lengths, tolerance: number): BorderScore {
  const [wanted, given] = [bordersOf(truth), bordersOf(found)];
  return { right: pairBorders(wanted, given, tolerance).size, found: given.length, wanted: wanted.length };
}

/**
 * The found scenes with each right border put where the true one is, so that a frame or two between them do not count as
 * one scene flowing over into another: a dissolve has no first frame.
 */
export function alignBorders(truth: Lengths, found: Lengths, tolerance: number): number[] {
  const [wanted, given] = [bordersOf(truth), bordersOf(found)];
  const pairs = pairBorders(wanted, given, tolerance);
  return lengthsOf(
    given.map((border, q) => wanted[pairs.get(q) ?? -1] ?? border),
    sum(found),
  );
}

/** The true border of each found one that is right. */
function pairBorders(wanted: readonly number[], given: readonly number[], tolerance: number): Map<number, number> {
  const pairs = wanted
    .flatMap((border, t) => given.map((other, q) => ({ t, q, gap: Math.abs(border - other) })))
    .filter(({ gap }) => gap <= tolerance + 1e-9)
    .sort((a, b) => a.gap - b.gap || a.t - b.t || a.q - b.q);
  const usedTruth = new Set<number>();
  const trueOf = new Map<number, number>();
  for (const { t, q } of pairs) {
    if (usedTruth.has(t) || trueOf.has(q)) continue;
    usedTruth.add(t);
    trueOf.set(q, t);
  }
  return trueOf;
}

/** Precision, recall and F1 of borders; 1 where there was nothing to find and nothing was found. */
export function rateBorders({ right, found, wanted }: BorderScore): { precision: number; recall: number; f1: number } {
  const share = (of: number) => (of === 0 ? (found + wanted === 0 ? 1 : 0) : right / of);
  return {
    precision: share(found),
    recall: share(wanted),
    f1: found + wanted === 0 ? 1 : (2 * right) / (found + wanted),
  };
}

/** Where every scene but the first begins. */
export function bordersOf(lengths: Lengths): number[] {
  let at = 0;
  return lengths.slice(0, -1).map((length) => {
    at += length;
    return at;
  });
}

/** The lengths of scenes that begin at 0 and at the borders, in a film of `total`. */
export function lengthsOf(borders: Iterable<number>, total: number): number[] {
  const starts = [0, ...[...borders].filter((border) => border > 0 && border < total).sort((a, b) => a - b)];
  return starts.map((start, i) => (starts[i + 1] ?? total) - start);
}

const sum = (values: Lengths): number => values.reduce((total, value) => total + value, 0);
