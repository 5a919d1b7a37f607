export { POLICY_NAMES, type PolicyName, type PolicyWish, policyWishSchema, resolvePolicy } from './classify/policy.ts';
export { type Config, configSchema, parseConfig } from './config.ts';
export { describeIssues } from './describe-issues.ts';
export { type ErrorKind, ReelsightError } from './errors.ts';
export {
  type ExportAssets,
  type ExportedFile,
  exportReport,
  FORMAT_NAMES,
  FORMATS,
  type FormatName,
  isFormatName,
  listCues,
  renderPlaylist,
} from './exports/index.ts';
export { forEachAtOnce } from './for-each-at-once.ts';
export { type Head, type HeadNetwork, openHead } from './heads/head.ts';
export { type HeadFile, parseHeadFile } from './heads/head-file.ts';
export {
  findIndex,
  type IndexKind,
  indexRecordSchema,
  LIBRARY_PREFIX,
  type Library,
  libraryKeys,
  loadHeads,
  readIndexRecord,
  type ShippedHead,
} from './library/library.ts';
export { askFfmpeg, describeCommand, type Ffmpeg, inspectFfmpeg, runFfmpeg } from './media/ffmpeg.ts';
export { type FfmpegOrigin, type FoundFfmpeg, findFfmpeg } from './media/find-ffmpeg.ts';
export { fingerprintVideo } from './media/fingerprint.ts';
export { refuseForeignBytes, SNIFF_BYTES } from './media/formats.ts';
export { decodePiece, isSampled } from './media/frames.ts';
export type { DetailPicture } from './media/pictures/detail-picture.ts';
export {
  PICTURE_FORMAT_NAMES,
  PICTURE_NAME,
  readPictureHead,
  tellPictureFormat,
} from './media/pictures/picture-format.ts';
export { type ReadPicture, readPicture, shrinkPicture } from './media/pictures/read-picture.ts';
export { probeVideo, type VideoProbe } from './media/probe.ts';
export { refusePrivateHost } from './media/remote/private-hosts.ts';
export { PROXY_PROTOCOLS, type RangeProxy, type RemoteFile, serveRanges } from './media/remote/range-proxy.ts';
export { type RangeRequest, requestRange } from './media/remote/range-request.ts';
export { DETAIL_WIDTH } from './media/sizes.ts';
export type { VideoSource } from './media/source.ts';
export { type FrameGrid, frameToSeconds, frameToTimecode, type Rational, secondsToFrame } from './media/timecode.ts';
export {
  CONTAINER_NAMES,
  CONTAINERS,
  type ContainerName,
  CUT_PLACES,
  type CutJob,
  type CutPlace,
  copyPieces,
  DEFAULT_CRF,
  encodePieces,
  findOwnContainer,
  listCutFrames,
  MAX_CRF,
  namePiece,
  type Piece,
} from './pieces/index.ts';
export { analyzeChunk, type ChunkJob } from './pipeline/analyze-chunk.ts';
export { assemble } from './pipeline/assemble.ts';
export type { Chunk } from './pipeline/chunk.ts';
export { findSeamFault } from './pipeline/join-chunks.ts';
export { identify, type Knowledge, knowledgeSchema } from './pipeline/knowledge.ts';
export type { ModelFacts } from './pipeline/model-facts.ts';
export {
  type AnalysisOptions,
  type AnalysisWishes,
  analysisRequestSchema,
  type BreakWishes,
  PRESET_SAMPLE_FPS,
  PRESETS,
  type Preset,
  resolveOptions,
} from './pipeline/options.ts';
export { deriveAnalysisId, type Plan, planAnalysis, planAsOneChunk, planSchema } from './pipeline/plan.ts';
export { analysisKey, type ChunkRecord, chunkKey, openChunk } from './pipeline/records.ts';
export { type AnalysisResult, type ChunkRunner, runAnalysis } from './pipeline/run.ts';
export { type Bill, createUsageMeter, noteSeamFault } from './pipeline/usage.ts';
export type { Log, ObjectStore, ProgressEvent, StoredObject } from './ports.ts';
export { createFeatureExtractor, type FeatureExtractor, type LocalFeatures } from './recognition/features.ts';
export { keepIndexed } from './recognition/index-entries.ts';
export { buildIndex, type RecognitionIndex, readIndex } from './recognition/index-file.ts';
export type { IndexItem, IndexPicture } from './recognition/index-item.ts';
export {
  type Appearance,
  type AppearanceSegment,
  joinSightings,
  type SampleSightings,
} from './recognition/join-sightings.ts';
export { openIndex } from './recognition/open-index.ts';
export { createRecogniser, type Recogniser, type Sighting } from './recognition/recogniser.ts';
export { createWatcherLoader, type Watcher, type WatchList } from './recognition/watcher.ts';
export { picturePaths, type Report, reportJsonSchema, reportSchema } from './report.ts';
export {
  listStills,
  listStillsEvery,
  nameTile,
  STILL_FORMAT_NAMES,
  STILL_FORMATS,
  STILL_PLACES,
  type Still,
  type StillFormat,
  type StillPlace,
  sizeStill,
  takeStills,
  writeContactSheets,
} from './stills/index.ts';
export { describeLabel, type IabCategory, type LabelDescription } from './taxonomy/table.ts';
export {
  checkClasses,
  DEFAULT_FOLDS,
  DEFAULT_PRECISION,
  DEFAULT_SEED,
  type Evaluation,
  LEAST_PICTURES,
  type Mistake,
  renderTrainingPage,
  type TrainedHead,
  type TrainingPicture,
  type TrainingProgress,
  type TrainingRequest,
  type TrainingWarning,
  trainHead,
} from './training/index.ts';
export { type Classifier, createClassifier, INPUT_VERSION } from './vision/inception.ts';
export { type ModelEntry, type ModelRecord, modelRecordSchema } from './vision/manifest.ts';
export { type BuiltModel, describeModel, findBuiltModel, hashBytes } from './vision/model-file.ts';
