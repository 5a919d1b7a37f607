import type { Calibration } from '../heads/calibration.ts';
import type { HeadScores } from '../heads/head-file.ts';
import { toProbabilities } from './calibrate.ts';
import { averagePrecision, binAnswers, type CalibrationBin, calibrationError, mean, scoreAt } from './metrics.ts';
import { classesOf, type Predictions } from './targets.ts';
import { answersOf } from './thresholds.ts';

/** A picture that was taken for something else. */
export interface Mistake {
  readonly id: string;
  /** What was said; null for nothing, where a class was missed. */
  readonly said: string | null;
  /** Of what was said, else of the class that was missed. */
  readonly confidence: number;
  readonly right: readonly string[];
}

/** How a head does on pictures that it was not trained on. */
export interface Evaluation {
  readonly scores: HeadScores;
  readonly bins: readonly CalibrationBin[];
  /** Rows and columns of `confusion`: the classes, and last `null` for none where that can be. */
  readonly names: readonly (string | null)[];
  /** Pictures that show the row's class and are said to show the column's. */
  readonly confusion: readonly (readonly number[])[];
  /** The surest first. */
  readonly mistakes: readonly Mistake[];
}

export interface EvaluationInput {
  readonly predictions: Predictions;
  readonly ids: readonly string[];
  readonly classes: readonly string[];
  readonly calibration: Calibration;
  readonly thresholds: readonly number[];
  /** How the pictures were kept apart. */
  readonly method: string;
}

/** Below this probability nearly all pictures of a multi-label head lie, which would hide the rest. */
const LEAST_CONFIDENCE = 0.1;
const MAX_MISTAKES = 60;

export function evaluate(input: EvaluationInput): Evaluation {
  const { predictions, classes, thresholds, method } = input;
  const { targets } = predictions;
  const { kind, rows } = targets;
  const probabilities = toProbabilities(predictions, input.calibration);
  const perClass = classes.map((name, c) => {
    const answers = answersOf(probabilities, targets, c);
    return {
      name,
      pictures: answers.labels.filter(Boolean).length,
      averagePrecision: roundShare(averagePrecision(answers)),
      precision: roundShare(scoreAt(answers, thresholds[c]).precision),
      recall: roundShare(scoreAt(answers, thresholds[c]).recall),
    };
  });
  const ranks = kind === 'multi-class' ? ranksOfRight(probabilities, input) : [];
  const within = (rank: number) => roundShare(mean(ranks.map((r) => (r < rank ? 1 : 0))));
  const bins = binAnswers(listAnswers(probabilities, input));
  return {
    scores: {
      method,
      pictures: rows,
      top1: within(1),
      top5: within(5),
      meanAveragePrecision: roundShare(mean(perClass.flatMap(({ averagePrecision: ap }) => (ap === null ? [] : [ap])))),
      calibrationError: roundShare(calibrationError(bins)),
      classes: perClass,
    },
    bins,
    ...countConfusion(probabilities, input),
    mistakes: listMistakes(probabilities, input),
  };
}

const roundShare = (share: number | null): number | null => (share === null ? null : Number(share.toFixed(4)));

/** How many classes are more likely than the right one, of each picture. */
function ranksOfRight(probabilities: Float32Array, { predictions: { targets }, classes }: EvaluationInput): number[] {
  return Array.from({ length: targets.rows }, (_, row) => {
    const own = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
    const right = own[classesOf(targets, row)[0]];
    return own.filter((probability) => probability > right).length;
  });
}

/** What is said of a picture, by numbers of classes: the likeliest one, or all that reach their thresholds. */
function sayOf(
  probabilities: Float32Array,
  row: number,
  { predictions, classes, thresholds }: EvaluationInput,
): number[] {
  const own = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
  if (predictions.targets.kind === 'multi-class')
    return [own.reduce((best, probability, c) => (probability > own[best] ? c : best), 0)];
  return [...own.keys()].filter((c) => own[c] >= thresholds[c]);
}

const isKnown = ({ weights, classCount }: Predictions['targets'], row: number, c: number): boolean =>
  weights[row * classCount + c] > 0;

/** First guesses of a multi-class head; of others all that is at least a little likely. */
function listAnswers(probabilities: Float32Array, input: EvaluationInput): { confidence: number; right: boolean }[] {
  const { targets } = input.predictions;
  const width = input.classes.length;
  return Array.from({ length: targets.rows }, (_, row) => {
    const own = probabilities.subarray(row * width, (row + 1) * width);
    const answers =
      targets.kind === 'multi-class'
        ? sayOf(probabilities, row, input)
        : [...own.keys()].filter((c) => own[c] >= LEAST_CONFIDENCE && isKnown(targets, row, c));
    return answers.map((c) => ({ confidence: own[c], right: targets.labels[row * width + c] === 1 }));
  }).flat();
}

function countConfusion(probabilities: Float32Array, input: EvaluationInput): Pick<Evaluation, 'names' | 'confusion'> {
  const { targets } = input.predictions;
  const none = targets.kind === 'multi-class' ? [] : [null];
  const names = [...input.classes, ...none];
  const counts = names.map(() => new Array<number>(names.length).fill(0));
  for (let row = 0; row < targets.rows; row++) {
    const shown = classesOf(targets, row);
    const said = sayOf(probabilities, row, input).filter((c) => isKnown(targets, row, c));
    const orNone = (list: readonly number[]) => (list.length === 0 ? [input.classes.length] : list);
    for (const from of orNone(shown)) {
      // A picture that shows several classes is wrong only with what it shows none of.
      const others = said.filter((c) => c === from || !shown.includes(c));
      for (const to of orNone(others)) counts[from][to] += 1;
    }
  }
  return { names, confusion: counts };
}

function listMistakes(probabilities: Float32Array, input: EvaluationInput): Mistake[] {
  const { predictions, classes, ids } = input;
  const { targets } = predictions;
  const mistakes = ids.flatMap((id, row) => {
    const shown = classesOf(targets, row);
    const said = sayOf(probabilities, row, input);
    const right = shown.map((c) => classes[c]);
    const probabilityOf = (c: number) => probabilities[row * classes.length + c];
    const wrong = said
      .filter((c) => !shown.includes(c) && isKnown(targets, row, c))
      .map((c) => ({ id, said: classes[c], confidence: probabilityOf(c), right, weight: probabilityOf(c) }));
    if (targets.kind === 'multi-class') return wrong;
    const missed = shown
      .filter((c) => !said.includes(c))
      .map((c) => ({
        id,
        said: null,
        confidence: probabilityOf(c),
        right: [classes[c]],
        weight: 1 - probabilityOf(c),
      }));
    return [...wrong, ...missed];
  });
  return mistakes
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MAX_MISTAKES)
    .map(({ weight: _, ...mistake }) => mistake);
}
