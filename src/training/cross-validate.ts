import { applyLayers } from './layers.ts';
import type { Method } from './learner.ts';
import { lossesOf } from './loss.ts';
import { createMatrix, type Matrix } from './matrix.ts';
import { examplesOf, type Views, wholePictures } from './views.ts';

/** How well a setting does on pictures that were held out. */
export interface Trial {
  readonly setting: number;
  /** Mean cross entropy of a picture, in nats. */
  readonly logLoss: number;
  readonly standardError: number;
}

export interface CrossValidation {
  readonly best: Trial;
  readonly trials: readonly Trial[];
  /** Logits at the best setting, each by a classifier that has not seen the picture: [pictures of the folds, classes]. */
  readonly logits: Matrix;
}

/**
 * Tries the settings of a method: the pictures of each fold are judged by a classifier that was fitted to the others,
 * views and all. The best setting has the least log loss.
 *
 * @param pictures numbers of the pictures that take part
 * @param folds the fold of each of them
 */
export async function crossValidate(
  views: Views,
  pictures: readonly number[],
  folds: ArrayLike<number>,
  method: Method,
  onTrial: (trials: number, of: number) => Promise<void>,
): Promise<CrossValidation> {
  const parts = [...new Set(Array.from(folds))]
    .sort((a, b) => a - b)
    .map((fold) => {
      const heldOut = pictures.map((_, i) => i).filter((i) => folds[i] === fold);
      const others = pictures.filter((_, i) => folds[i] !== fold);
      return {
        heldOut,
        learner: method.open(examplesOf(views, others)),
        ...wholePictures(
          views,
          heldOut.map((i) => pictures[i]),
        ),
      };
    });
  const { classCount } = views.targets;
  const trials: Trial[] = [];
  let best: { trial: Trial; logits: Matrix } | null = null;
  for (const [t, setting] of method.settings.entries()) {
    const logits = createMatrix(pictures.length, classCount);
    const losses = new Float64Array(pictures.length);
    for (const [p, { heldOut, learner, features, targets }] of parts.entries()) {
      await onTrial(t * parts.length + p, method.settings.length * parts.length);
      const answers = applyLayers(features, learner.fit(setting));
      const foldLosses = lossesOf({ logits: answers, targets });
      for (const [row, i] of heldOut.entries()) {
        logits.values.set(answers.values.subarray(row * classCount, (row + 1) * classCount), i * classCount);
        losses[i] = foldLosses[row];
      }
    }
    const trial = summarise(setting, losses);
    trials.push(trial);
    if (best === null || trial.logLoss < best.trial.logLoss) best = { trial, logits };
    else if (t - trials.indexOf(best.trial) >= method.patience) break;
  }
  return { best: best!.trial, trials, logits: best!.logits };
}

function summarise(setting: number, losses: Float64Array): Trial {
  const logLoss = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const variance = losses.reduce((sum, loss) => sum + (loss - logLoss) ** 2, 0) / Math.max(1, losses.length - 1);
  return { setting, logLoss, standardError: Math.sqrt(variance / losses.length) };
}
