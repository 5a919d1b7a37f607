export { checkClasses } from './check-request.ts';
export type { Trial } from './cross-validate.ts';
export type { Evaluation, Mistake } from './evaluate.ts';
export type { CalibrationBin } from './metrics.ts';
export { renderTrainingPage, type TrainingPageInput } from './page/index.ts';
export {
  DEFAULT_FOLDS,
  DEFAULT_PRECISION,
  DEFAULT_SEED,
  LEAST_PICTURES,
  type TrainedHead,
  type TrainingPicture,
  type TrainingProgress,
  type TrainingRequest,
  type TrainingWarning,
} from './request.ts';
export { trainHead } from './train-head.ts';
export { type OpenPicture, trainOpenHead } from './train-open-head.ts';
