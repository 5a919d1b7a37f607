import { setImmediate } from 'node:timers/promises';
import { ASSUMED_SHOTS } from '../core/heads/film-context.ts';
import { type HeadFile, headFileSchema } from '../core/heads/head-file.ts';
import { encodeLayers } from './assemble-head.ts';
import { checkRequest } from './check-request.ts';
import { crossValidate } from './cross-validate.ts';
import { dividePictures } from './divide.ts';
import { joinGroups } from './groups.ts';
import type { DenseLayer } from './layers.ts';
import type { Method } from './learner.ts';
import { logisticMethod } from './logistic.ts';
import { averagePrecision, mean } from './metrics.ts';
import { findOpenThresholds, type OpenAnswers, type OpenScore, scoreOpen } from './open-thresholds.ts';
import { applyPooled, calibratePooled, type PooledCalibration } from './pooled-calibration.ts';
import { findViewAxes, projectViews, readTargets } from './prepare.ts';
import { DEFAULT_SEED, type TrainingPicture, type TrainingRequest } from './request.ts';
import { type Predictions, type Targets, takeTargets } from './targets.ts';
import { answersOf } from './thresholds.ts';
import { examplesOf } from './views.ts';

/** A picture whose labels are many, and not all known. */
export interface OpenPicture extends TrainingPicture {
  /** Whether it is a frame of a film: these decide how sure the head may be. `group` is then the film. */
  readonly isFilm: boolean;
}

export interface OpenRequest
  extends Omit<TrainingRequest, 'pictures' | 'test' | 'kind' | 'backgroundClasses' | 'hiddenUnits' | 'folds' | 'risk'> {
  readonly pictures: readonly OpenPicture[];
  /** Weight of the squared weights in what is minimised. */
  readonly regularisation: number;
  readonly precision: number;
}

export interface OpenHead {
  readonly file: HeadFile;
  /** On frames of films, each judged by what learned neither from its film nor chose a threshold on it. */
  readonly films: OpenScore & { readonly frames: number };
}

const FOLDS = 6;
/**
 * An answer for a picture counts for less than one for a frame of a film: films are what the head is for. At a precision of
 * 0.86 a right label on 0.58 of 578 frames of films held out with 0.1, on 0.60 with 0.01.
 */
const PICTURE_SHARE = 0.01;
/** From this weight on it counts as known whether a picture shows a class. */
const KNOWN = 0.5;

/**
 * Trains a head of many labels, any of which a picture may show, or none. What a picture is not known to show counts as
 * `otherwise` says. All pictures of one source, and all frames of one film, are judged by a classifier that has not seen
 * them; from those answers come the calibration (frames of films above all), the thresholds (frames of films alone) and
 * the scores. The shipped weights are then fitted to all.
 *
 * Errors: kind `input` for pictures that nothing can be learned from, `cancelled`.
 */
export async function trainOpenHead(request: OpenRequest): Promise<OpenHead> {
  const { network, pictures, precision, regularisation, seed = DEFAULT_SEED } = request;
  const { classes } = checkRequest({ ...request, kind: 'multi-label' });
  const pause = async (stage: 'validate' | 'fit', done: number, total: number) => {
    request.onProgress?.({ stage, done, total });
    await setImmediate();
    request.signal?.throwIfAborted();
  };
  const targets = readTargets('multi-label', pictures, { classes, background: [] });
  const rows = pictures.map((_, i) => i);
  const groups = joinGroups(
    pictures.map(({ group }) => group),
    [],
  );
  const folds = dividePictures(
    groups,
    targets,
    Array.from({ length: FOLDS }, () => 1 / FOLDS),
    seed,
  );
  const axes = findViewAxes(pictures, network, seed, true);
  const views = await projectViews(pictures, targets, network, axes, () => pause('validate', 0, FOLDS), true);
  const method: Method = { ...logisticMethod, settings: [regularisation] };
  const { logits } = await crossValidate(views, rows, folds, method, (done, total) => pause('validate', done, total));
  const unseen: Predictions = { logits, targets };
  await pause('fit', 0, 1);
  const layers: DenseLayer[] = method.open(examplesOf(views, rows)).fit(regularisation);

  const filmRows = rows.filter((row) => pictures[row].isFilm);
  const { context, bases } = measureFilms(unseen, pictures);
  const heldOut = judgeByFolds(unseen, context, pictures, folds);
  const calibration = calibrateOn(unseen, context, pictures, rows);
  const { slope, offsets, contexts } = calibration;
  const probabilities = applyPooled(unseen, context, calibration);
  // Thresholds from answers that were calibrated without the film: those are what a new film's are like.
  const thresholds = findOpenThresholds(heldOut, filmRows, precision);
  const scores = classes.map((name, c) => scoreClass(name, c, unseen, probabilities, thresholds[c]));
  const films = { ...scoreByFolds(heldOut, filmRows, folds, precision), frames: filmRows.length };
  return {
    films,
    file: headFileSchema.parse({
      schemaVersion: 1,
      name: request.name,
      title: request.title,
      kind: 'multi-label',
      taxonomy: request.taxonomy,
      input: { network: network.name, weights: network.weights, layers: network.embedding, roots: true },
      dense: encodeLayers(layers, axes),
      calibration: {
        type: 'sigmoid',
        slopes: classes.map(() => Number(slope.toPrecision(6))),
        offsets: Array.from(offsets, (offset) => Number(offset.toPrecision(6))),
      },
      classes: classes.map((name, c) => ({ name, threshold: thresholds[c], risk: null })),
      // In logits of the probabilities, which are the classifier's times the slope.
      context: {
        weights: Array.from(contexts, (weight) => Number((weight / slope).toPrecision(6))),
        bases: Array.from(bases, (base, c) => Number((slope * base + offsets[c]).toPrecision(6))),
      },
      training: {
        pictures: pictures.length,
        views: pictures.reduce((most, { embeddings }) => Math.max(most, embeddings.length), 1),
        regularisation,
        folds: FOLDS,
        seed,
        hiddenUnits: 0,
        data: request.data,
        licence: request.licence,
      },
      scores: {
        method:
          `${FOLDS} parts by source and by film, each judged by what learned from the others, among what is known of it; the ` +
          'shipped weights were then trained on all pictures',
        pictures: pictures.length,
        top1: null,
        top5: null,
        meanAveragePrecision: round(mean(scores.flatMap(({ averagePrecision: ap }) => (ap === null ? [] : [ap])))),
        calibrationError: null,
        classes: scores,
      },
    } satisfies HeadFile),
  };
}

const round = (share: number | null): number | null => (share === null ? null : Number(share.toFixed(4)));

/** How much each answer counts for the calibration: what is only assumed does not. */
function weighAnswers(
  { weights, ...targets }: Targets,
  pictures: readonly OpenPicture[],
  rows: readonly number[],
): Targets {
  const taken = takeTargets({ ...targets, weights }, rows);
  for (const [i, row] of rows.entries())
    for (let c = 0; c < targets.classCount; c++) {
      const at = i * targets.classCount + c;
      // Frames of films count alike, however much each taught.
      taken.weights[at] = taken.weights[at] < KNOWN ? 0 : pictures[row].isFilm ? 1 : PICTURE_SHARE;
    }
  return taken;
}

/** What the frames of each film say about each other, as `measureContext` takes it of shots; pictures have no film. */
function measureFilms({ logits: { columns, values } }: Predictions, pictures: readonly OpenPicture[]) {
  const rowsOf = new Map<string, number[]>();
  for (const [row, { isFilm, group = '' }] of pictures.entries())
    if (isFilm) rowsOf.set(group, [...(rowsOf.get(group) ?? []), row]);
  const context = new Float32Array(values.length);
  const bases = new Float64Array(columns);
  const films = [...rowsOf.values()];
  for (const film of films)
    for (const row of film)
      for (let c = 0; c < columns; c++) bases[c] += values[row * columns + c] / film.length / films.length;
  for (const film of films)
    for (let c = 0; c < columns; c++) {
      const sum = film.reduce((total, row) => total + values[row * columns + c] - bases[c], 0);
      for (const row of film) context[row * columns + c] = sum / (film.length + ASSUMED_SHOTS);
    }
  return { context, bases };
}

function calibrateOn(
  unseen: Predictions,
  context: Float32Array,
  pictures: readonly OpenPicture[],
  rows: readonly number[],
): PooledCalibration {
  const { columns } = unseen.logits;
  const take = (values: Float32Array) => {
    const taken = new Float32Array(rows.length * columns);
    for (const [i, row] of rows.entries()) taken.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
    return taken;
  };
  const logits = { rows: rows.length, columns, values: take(unseen.logits.values) };
  return calibratePooled({ logits, targets: weighAnswers(unseen.targets, pictures, rows) }, take(context));
}

/** Probabilities of all rows, those of each fold calibrated on the others. */
function judgeByFolds(
  unseen: Predictions,
  context: Float32Array,
  pictures: readonly OpenPicture[],
  folds: ArrayLike<number>,
): OpenAnswers {
  const { classCount, labels, weights } = unseen.targets;
  const rows = pictures.map((_, i) => i);
  const probabilities = new Float64Array(unseen.logits.values.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const calibration = calibrateOn(
      unseen,
      context,
      pictures,
      rows.filter((row) => folds[row] !== fold),
    );
    const all = applyPooled(unseen, context, calibration);
    for (const row of rows.filter((row) => folds[row] === fold))
      for (let c = 0; c < classCount; c++) probabilities[row * classCount + c] = all[row * classCount + c];
  }
  return { probabilities, labels, classCount, weights: weights.map((weight) => (weight < KNOWN ? 0 : 1)) };
}

/** What thresholds do that were chosen on the other folds' films. */
function scoreByFolds(
  answers: OpenAnswers,
  filmRows: readonly number[],
  folds: ArrayLike<number>,
  precision: number,
): OpenScore {
  let [said, right, covered] = [0, 0, 0];
  for (let fold = 0; fold < FOLDS; fold++) {
    const inside = filmRows.filter((row) => folds[row] === fold);
    const outside = filmRows.filter((row) => folds[row] !== fold);
    const score = scoreOpen(answers, inside, findOpenThresholds(answers, outside, precision));
    said += score.said;
    right += score.said * score.precision;
    covered += score.coverage * inside.length;
  }
  return { said, precision: said === 0 ? 1 : right / said, coverage: covered / filmRows.length };
}

function scoreClass(
  name: string,
  c: number,
  { targets }: Predictions,
  probabilities: Float64Array,
  threshold: number,
): NonNullable<HeadFile['scores']>['classes'][number] {
  const weights = targets.weights.map((weight) => (weight < KNOWN ? 0 : 1));
  const answers = answersOf({ probabilities: Float32Array.from(probabilities), targets: { ...targets, weights } }, c);
  const shown = answers.labels.filter(Boolean).length;
  const said = answers.probabilities.filter((probability) => probability >= threshold).length;
  const right = answers.labels.slice(0, said).filter(Boolean).length;
  return {
    name,
    pictures: shown,
    averagePrecision: round(averagePrecision(answers)),
    precision: round(said === 0 ? null : right / said),
    recall: round(shown === 0 ? null : right / shown),
  };
}
