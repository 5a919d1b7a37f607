import type { HeadScores } from '../core/heads/head-file.ts';
import { averagePrecision, binAnswers, type CalibrationBin, calibrationError, mean, scoreAt } from './metrics.ts';
import { type Answers, classesOf, type Targets } from './targets.ts';
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
  readonly answers: Answers;
  readonly ids: readonly string[];
  readonly classes: readonly string[];
  readonly thresholds: readonly number[];
  /** Whether no picture shows two classes: then the first guess of one that shows a class is right or wrong. */
  readonly isExclusive: boolean;
  /** How the pictures were kept apart. */
  readonly method: string;
}

/** Below this probability nearly all pictures of a multi-label head lie, which would hide the rest. */
const LEAST_CONFIDENCE = 0.1;
const MAX_MISTAKES = 60;

export function evaluate(input: EvaluationInput): Evaluation {
  const { classes, thresholds, isExclusive, method } = input;
  const { rows } = input.answers.targets;
  const perClass = classes.map((name, c) => {
    const answers = answersOf(input.answers, c);
    return {
      name,
      pictures: answers.labels.filter(Boolean).length,
      averagePrecision: roundShare(averagePrecision(answers)),
      precision: roundShare(scoreAt(answers, thresholds[c]).precision),
      recall: roundShare(scoreAt(answers, thresholds[c]).recall),
    };
  });
  const ranks = isExclusive ? ranksOfRight(input) : [];
  const within = (rank: number) => roundShare(mean(ranks.map((r) => (r < rank ? 1 : 0))));
  const bins = binAnswers(listAnswers(input));
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
    ...countConfusion(input),
    mistakes: listMistakes(input),
  };
}

const roundShare = (share: number | null): number | null => (share === null ? null : Number(share.toFixed(4)));

/** How many classes are more likely than the right one, of each picture that shows one. */
function ranksOfRight({ answers: { probabilities, targets }, classes }: EvaluationInput): number[] {
  return Array.from({ length: targets.rows }, (_, row) => {
    const own = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
    return classesOf(targets, row).map((right) => own.filter((probability) => probability > own[right]).length);
  }).flat();
}

/** What is said of a picture, by numbers of classes: the likeliest one, or all that reach their thresholds. */
function sayOf(row: number, { answers: { probabilities, targets }, classes, thresholds }: EvaluationInput): number[] {
  const own = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
  if (targets.kind === 'multi-class')
    return [own.reduce((best, probability, c) => (probability > own[best] ? c : best), 0)];
  return [...own.keys()].filter((c) => own[c] >= thresholds[c]);
}

const isKnown = ({ weights, classCount }: Targets, row: number, c: number): boolean =>
  weights[row * classCount + c] > 0;

/** First guesses of a multi-class head; of others all that is at least a little likely. */
function listAnswers(input: EvaluationInput): { confidence: number; right: boolean }[] {
  const { probabilities, targets } = input.answers;
  const width = input.classes.length;
  return Array.from({ length: targets.rows }, (_, row) => {
    const own = probabilities.subarray(row * width, (row + 1) * width);
    const answers =
      targets.kind === 'multi-class'
        ? sayOf(row, input)
        : [...own.keys()].filter((c) => own[c] >= LEAST_CONFIDENCE && isKnown(targets, row, c));
    return answers.map((c) => ({ confidence: own[c], right: targets.labels[row * width + c] === 1 }));
  }).flat();
}

function countConfusion(input: EvaluationInput): Pick<Evaluation, 'names' | 'confusion'> {
  const { targets } = input.answers;
  const none = targets.kind === 'multi-class' ? [] : [null];
  const names = [...input.classes, ...none];
  const counts = names.map(() => new Array<number>(names.length).fill(0));
  for (let row = 0; row < targets.rows; row++) {
    const shown = classesOf(targets, row);
    const said = sayOf(row, input).filter((c) => isKnown(targets, row, c));
    const orNone = (list: readonly number[]) => (list.length === 0 ? [input.classes.length] : list);
    for (const from of orNone(shown)) {
      // A picture that shows several classes is wrong only with what it shows none of.
      const others = said.filter((c) => c === from || !shown.includes(c));
      for (const to of orNone(others)) counts[from][to] += 1;
    }
  }
  return { names, confusion: counts };
}

function listMistakes(input: EvaluationInput): Mistake[] {
  const { classes, ids } = input;
  const { probabilities, targets } = input.answers;
  const mistakes = ids.flatMap((id, row) => {
    const shown = classesOf(targets, row);
    const said = sayOf(row, input);
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
