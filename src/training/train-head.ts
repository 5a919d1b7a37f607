import { setImmediate } from 'node:timers/promises';
import type { Calibration } from '../core/heads/calibration.ts';
import { type HeadFile, headFileSchema } from '../core/heads/head-file.ts';
import { encodeLayers } from './assemble-head.ts';
import { calibrate, toAnswers } from './calibrate.ts';
import { checkRequest, type TaughtNames } from './check-request.ts';
import { crossValidate } from './cross-validate.ts';
import { dividePictures } from './divide.ts';
import { evaluate } from './evaluate.ts';
import { joinGroups } from './groups.ts';
import { hiddenLayerMethod } from './hidden-layer.ts';
import { applyLayers, type DenseLayer } from './layers.ts';
import type { Method } from './learner.ts';
import { logisticMethod } from './logistic.ts';
import { stackRows } from './matrix.ts';
import { findNearDuplicates } from './near-duplicates.ts';
import { findViewAxes, projectViews, readAllFeatures, readTargets } from './prepare.ts';
import {
  DEFAULT_FOLDS,
  DEFAULT_PRECISION,
  DEFAULT_SEED,
  KEPT_APART,
  type TrainedHead,
  type TrainingProgress,
  type TrainingRequest,
} from './request.ts';
import { type Answers, leaveOutNone, type Predictions, takeTargets } from './targets.ts';
import { answersOf, findRiskSteps, findThreshold, type Threshold } from './thresholds.ts';
import { examplesOf, type Views, wholePictures } from './views.ts';
import {
  warnOfConfusion,
  warnOfCopies,
  warnOfImbalance,
  warnOfOneGroup,
  warnOfPrecision,
  warnOfTestCopies,
} from './warnings.ts';

/**
 * Trains a head on embeddings, and finds out how good it is. The same pictures in the same order and the same seed give
 * the same head.
 *
 * Near duplicates and pictures of one group stay together. A fifth of the pictures, or `test`, is kept apart: on them the
 * scores are taken. The rest is cross-validated for the regularisation. The shipped weights are fitted to all
 * `pictures`; their calibration and thresholds come from answers for pictures that the judge of each had not seen.
 *
 * Errors: kind `input` for pictures that nothing can be learned from, `cancelled`.
 *
 * @example
 * const { file, evaluation } = await trainHead({ name: 'rooms', kind: 'multi-class', network: model.entry, pictures, ... });
 * evaluation.scores.top1; // 0.76
 */
export async function trainHead(request: TrainingRequest): Promise<TrainedHead> {
  const names = checkRequest(request);
  const { classes } = names;
  const { kind, network, pictures, test = [], precision = DEFAULT_PRECISION } = request;
  const { seed = DEFAULT_SEED, hiddenUnits = 0, signal } = request;
  const report = async (stage: TrainingProgress['stage'], done: number, total: number) => {
    request.onProgress?.({ stage, done, total });
    await setImmediate();
    signal?.throwIfAborted();
  };
  const all = [...pictures, ...test];
  const targets = readTargets(kind, all, names);
  const ownNumbers = pictures.map((_, i) => i);
  const testNumbers = test.map((_, i) => pictures.length + i);

  const whole = readAllFeatures(
    all.map(({ embeddings }) => embeddings[0]),
    network,
  );
  const twins = await findNearDuplicates(whole, seed, (done) => report('compare', done, all.length));
  const groups = joinGroups(
    pictures.map(({ group }) => group),
    twins.filter(({ second }) => second < pictures.length).map(({ first, second }) => [first, second]),
  );
  const parts =
    test.length > 0
      ? pictures.map(() => 0)
      : dividePictures(groups, takeTargets(targets, ownNumbers), [1 - KEPT_APART, KEPT_APART], seed);
  const learned = ownNumbers.filter((i) => parts[i] === 0);
  const kept = test.length > 0 ? testNumbers : ownNumbers.filter((i) => parts[i] === 1);

  const axes = findViewAxes(
    learned.map((i) => pictures[i]),
    network,
    seed,
  );
  const views = await projectViews(all, targets, network, axes, () => report('validate', 0, 0));
  const method = hiddenUnits > 0 ? hiddenLayerMethod(hiddenUnits, seed) : logisticMethod;
  const learnedGroups = learned.map((i) => groups[i]);
  const foldCount = Math.min(request.folds ?? DEFAULT_FOLDS, new Set(learnedGroups).size);
  const shares = Array.from({ length: foldCount }, () => 1 / foldCount);
  const folds = dividePictures(learnedGroups, takeTargets(targets, learned), shares, seed + 1);
  const found = await crossValidate(views, learned, folds, method, (done, total) => report('validate', done, total));
  await report('fit', 0, 2);
  const judge = fitTo(views, learned, method, found.best.setting);
  const unseen: Predictions = { logits: found.logits, targets: takeTargets(targets, learned) };
  const keptPredictions = predict(views, kept, judge);
  const decided = decide(unseen, names, precision);

  await report('fit', 1, 2);
  const isFinal = test.length > 0 || kept.length === 0;
  const layers = isFinal ? judge : fitTo(views, ownNumbers, method, found.best.setting);
  const shipped = isFinal ? unseen : join(unseen, keptPredictions, takeTargets(targets, [...learned, ...kept]));
  const { answers, calibration, thresholds } = decide(shipped, names, precision);
  const evaluation =
    kept.length === 0
      ? null
      : evaluate({
          answers: toAnswers(keptPredictions, decided.calibration),
          ids: kept.map((i) => all[i].id),
          classes,
          isExclusive: targets.kind === 'multi-class',
          thresholds: decided.thresholds.map(({ value }) => value),
          method: describeMethod(request, kept.length, seed),
        });
  const ownTargets = leaveOutNone(takeTargets(targets, ownNumbers), classes.length);
  return {
    file: assembleFile(request, {
      dense: encodeLayers(layers, axes),
      calibration,
      classes: classes.map((name, c) => ({
        name,
        threshold: request.risk && !thresholds[c].reached ? 1 : thresholds[c].value,
        // What is not found surely enough to be said is not evidence either.
        risk: request.risk && thresholds[c].reached ? findRiskSteps(answersOf(answers, c)) : null,
      })),
      regularisation: method.regularisationAt(found.best.setting),
      folds: foldCount,
      scores: evaluation?.scores ?? null,
    }),
    evaluation,
    trials: found.trials,
    groups: new Set(groups).size,
    warnings: [
      ...warnOfCopies(twins, all),
      ...warnOfTestCopies(twins, all, pictures.length),
      ...warnOfImbalance(ownTargets, classes),
      ...warnOfOneGroup(ownTargets, groups, classes),
      ...warnOfPrecision(
        classes.filter((_, c) => !thresholds[c].reached),
        precision,
      ),
      ...(evaluation ? warnOfConfusion(evaluation) : []),
    ],
  };
}

function fitTo(views: Views, pictures: readonly number[], method: Method, setting: number): DenseLayer[] {
  const learner = method.open(examplesOf(views, pictures));
  return method.pathTo(setting).reduce<DenseLayer[]>((_, step) => learner.fit(step), []);
}

function predict(views: Views, pictures: readonly number[], layers: readonly DenseLayer[]): Predictions {
  const { features, targets } = wholePictures(views, pictures);
  return { logits: applyLayers(features, layers), targets };
}

const join = (a: Predictions, b: Predictions, targets: Predictions['targets']): Predictions => ({
  logits: stackRows(a.logits, b.logits),
  targets,
});

/** Calibration and thresholds from answers for pictures that were not learned from. */
function decide(
  predictions: Predictions,
  { classes, background }: TaughtNames,
  precision: number,
): { answers: Answers; calibration: Calibration; thresholds: readonly Threshold[] } {
  const calibration = calibrate(predictions, background.length);
  const answers = toAnswers(predictions, calibration);
  return {
    answers,
    calibration,
    thresholds: classes.map((_, c) => findThreshold(answersOf(answers, c), precision, 0)),
  };
}

const describeMethod = ({ test }: TrainingRequest, kept: number, seed: number): string =>
  test
    ? `${kept} pictures of a test set of its own`
    : `${KEPT_APART * 100} % of the pictures kept apart by seed ${seed}, near duplicates and pictures of one source together; ` +
      'the shipped weights were then trained on all pictures';

type Found = Pick<HeadFile, 'dense' | 'calibration' | 'classes' | 'scores'> &
  Pick<HeadFile['training'], 'regularisation' | 'folds'>;

function assembleFile(request: TrainingRequest, found: Found): HeadFile {
  const { name, title, kind, taxonomy, network, pictures, data, licence } = request;
  const { dense, calibration, classes, regularisation, folds, scores } = found;
  return headFileSchema.parse({
    schemaVersion: 1,
    name,
    title,
    kind,
    taxonomy,
    input: { network: network.name, weights: network.weights, layers: network.embedding },
    dense,
    calibration,
    classes,
    training: {
      pictures: pictures.length,
      views: pictures.reduce((most, { embeddings }) => Math.max(most, embeddings.length), 1),
      regularisation,
      folds,
      seed: request.seed ?? DEFAULT_SEED,
      hiddenUnits: request.hiddenUnits ?? 0,
      data,
      licence,
    },
    scores,
  } satisfies HeadFile);
}
