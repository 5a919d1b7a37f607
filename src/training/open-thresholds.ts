/** What was said of a frame, and what is true of it. */
export interface OpenAnswers {
  /** [rows, classes] of 0..1 */
  readonly probabilities: ArrayLike<number>;
  /** Uint8Array [rows, classes] of 0 and 1. */
  readonly labels: Uint8Array;
  /** 0: it can be argued about, and counts neither way. [rows, classes] */
  readonly weights: Float32Array;
  readonly classCount: number;
}

export interface OpenScore {
  readonly said: number;
  /** Share of what was said that is right; 1 where nothing was said. */
  readonly precision: number;
  /** Share of the rows with something right. */
  readonly coverage: number;
}

/** Scores what is said of the given rows from each class's threshold on. */
export function scoreOpen(answers: OpenAnswers, rows: readonly number[], thresholds: ArrayLike<number>): OpenScore {
  const { probabilities, labels, weights, classCount } = answers;
  let [said, right, covered] = [0, 0, 0];
  for (const row of rows) {
    let isCovered = false;
    for (let c = 0; c < classCount; c++) {
      const i = row * classCount + c;
      if (probabilities[i] < thresholds[c] || weights[i] === 0) continue;
      said += 1;
      if (labels[i] !== 1) continue;
      right += 1;
      isCovered = true;
    }
    if (isCovered) covered += 1;
  }
  return { said, precision: said === 0 ? 1 : right / said, coverage: rows.length === 0 ? 0 : covered / rows.length };
}

/** Steps in which thresholds are tried. */
const STEP = 0.01;
const LOWEST = 0.4;
const HIGHEST = 0.95;
/** Fewer answers say nothing of a share. */
const MIN_SAID = 20;
/** By how much a class may be less often right than all together. */
const SLACK = 0.06;

/**
 * The least threshold, one for all classes, from which on at least `precision` of what is said of the rows is right:
 * probabilities are calibrated, so one number serves classes that are too rare for a number of their own. A class of which
 * enough is said to see that it is right less often than that, has a higher one of its own.
 */
export function findOpenThresholds(answers: OpenAnswers, rows: readonly number[], precision: number): Float64Array {
  const { classCount } = answers;
  const never = Number.POSITIVE_INFINITY;
  const steps = Array.from({ length: Math.round((HIGHEST - LOWEST) / STEP) + 1 }, (_, i) =>
    Number((LOWEST + i * STEP).toFixed(2)),
  );
  const least = (takes: (c: number) => boolean, from: number, wanted: number): number => {
    const list = new Float64Array(classCount).fill(never);
    for (const at of steps.filter((step) => step >= from)) {
      for (let c = 0; c < classCount; c++) if (takes(c)) list[c] = at;
      const { said, precision: share } = scoreOpen(answers, rows, list);
      // Of a single class that is hardly said there is no telling: what holds for all holds for it.
      if (share >= wanted || (said < MIN_SAID && wanted < precision)) return at;
    }
    return HIGHEST;
  };
  const common = least(() => true, LOWEST, precision);
  return Float64Array.from({ length: classCount }, (_, c) => least((other) => other === c, common, precision - SLACK));
}
