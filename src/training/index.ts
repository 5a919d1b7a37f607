export { checkClasses } from './check-request.ts';

export type { Mistake } from './evaluate.ts';

export { renderTrainingPage } from './page/index.ts';
export {
  DEFAULT_FOLDS,
  DEFAULT_PRECISION,
  DEFAULT_SEED,
  MIN_PICTURES,
  type TrainedHead,
  type TrainingPicture,
  type TrainingRequest,
  type TrainingWarning,
} from './request.ts';
export { trainHead } from './train-head.ts';
export { type OpenPicture, trainOpenHead } from './train-open-head.ts';
