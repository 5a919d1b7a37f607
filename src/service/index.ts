export { openLibrary } from './analysis-inputs.ts';
export { type ApiContext, createApi, describeApi } from './api/app.ts';
export { UPLOADS_PREFIX, VIDEOS_PREFIX } from './keys.ts';
export type {
  Billing,
  Capacity,
  CloudStore,
  Engine,
  EngineState,
  FoundVideo,
  MultipartUploads,
  Run,
  StoredVideo,
  VideoLibrary,
} from './ports.ts';
export { refuseEndedRun } from './run-end.ts';
export { cancelAnalysis, type StartContext, startAnalysis } from './start.ts';
export { readStatus } from './status.ts';
export { analyzeChunkStep, type WorkerContext } from './steps/analyze-chunk.ts';
export { type AssembleContext, assembleStep } from './steps/assemble.ts';
export { readChunkItem } from './steps/chunk-items.ts';
export { recordChunkFailure, recordFailure, type StepFailure } from './steps/fail.ts';
export { type PlanContext, planStep } from './steps/plan.ts';
export { markStarted } from './usage.ts';
export { type AnalysisStatus, runSchema } from './wire.ts';
