export { MIN_BREAK_VIDEO_SECONDS } from './breaks/spacing.ts';
export { findCacheFolder } from './cache-folder.ts';
export { findCategory } from './classify/garm.ts';
export {
  POLICY_NAMES,
  type PolicyInput,
  type PolicyName,
  policyInputSchema,
  resolvePolicy,
} from './classify/policy.ts';
export { type Config, configSchema, parseConfig } from './config.ts';
export { describeIssues } from './describe-issues.ts';
export { type ErrorKind, ReelsightError } from './errors.ts';
export { type Head, type HeadNetwork, openHead } from './heads/head.ts';
export { parseHeadFile } from './heads/head-file.ts';
export {
  findIndex,
  type IndexKind,
  LIBRARY_PREFIX,
  type Library,
  libraryKeys,
  loadHeads,
  readIndexRecord,
  type ShippedHead,
} from './library.ts';
export { mapTogether } from './map-together.ts';
export { parseClock } from './measurements/clock-text.ts';
export type { DetailPicture } from './measurements/detail-picture.ts';
export type { Detection } from './measurements/detections.ts';
export { frameToMilliseconds } from './measurements/frame-units.ts';
export {
  describeRate,
  describeTimecode,
  isStartTimecode,
  resolveStartTimecode,
  START_TIMECODE_HINT,
} from './measurements/start-timecode.ts';
export { frameToSeconds, frameToTimecode, secondsToFrame } from './measurements/timecode.ts';
export { isPartOnly } from './measurements/video-part.ts';
export { describeCommand, type Ffmpeg, inspectFfmpeg, queryFfmpeg, runFfmpeg } from './media/ffmpeg.ts';
export { runFfprobe } from './media/ffprobe.ts';
export { FILTERS } from './media/filters.ts';
export { findFfmpeg } from './media/find-ffmpeg.ts';
export { fingerprintVideo } from './media/fingerprint.ts';
export { assertVideoBytes, SNIFF_BYTES } from './media/formats.ts';
export { decodeChunk, isSampled } from './media/frames.ts';
export { addOwnFile, addPicture } from './media/input.ts';
export { maxMemoryOfFunction } from './media/max-memory.ts';
export {
  IMAGE_FORMAT_NAMES,
  PICTURE_NAME,
  readPictureHead,
  sniffImageFormat,
} from './media/pictures/image-format.ts';
export { type ReadPicture, readPicture, shrinkPicture } from './media/pictures/read-picture.ts';
export { probeVideo, type VideoProbe } from './media/probe.ts';
export { describeBuild, inspectBuild, isOld, MAX_AGE_YEARS, type ProgramBuild } from './media/program-build.ts';
export { refusePrivateHost } from './media/remote/private-hosts.ts';
export { PROXY_PROTOCOLS, type RangeProxy, serveRanges } from './media/remote/range-proxy.ts';
export { requestRange } from './media/remote/range-request.ts';
export type { RemoteFile } from './media/remote/remote-file.ts';
export { DETAIL_WIDTH } from './media/sizes.ts';
export type { VideoSource } from './media/source.ts';
export { type AnalysisInputs, analysisInputsSchema, toReference } from './pipeline/analysis-inputs.ts';
export { analyzeChunk } from './pipeline/analyze-chunk.ts';
export { assemble } from './pipeline/assemble.ts';
export type { Chunk } from './pipeline/chunk.ts';
export { hidesLosses } from './pipeline/lost-packets.ts';
export type { ModelFacts } from './pipeline/model-facts.ts';
export {
  type AnalysisOptions,
  type AnalysisOptionsInput,
  analysisRequestSchema,
  type BreakRequest,
  PRESET_SAMPLE_FPS,
  PRESETS,
  type Preset,
  resolveOptions,
} from './pipeline/options.ts';
export { resolvePart } from './pipeline/part.ts';
export { deriveAnalysisId, type Plan, planAnalysis, planSchema } from './pipeline/plan.ts';
export { planAgain } from './pipeline/plan-again.ts';
export { analysisKey, type ChunkRecord, chunkKey, openChunk } from './pipeline/records.ts';
export { type AnalysisResult, type ChunkRunner, runAnalysis } from './pipeline/run.ts';
export { createUsageMeter, noteChunkMismatch } from './pipeline/usage.ts';
export type { Log, ObjectStore } from './ports.ts';
export { createDetectorLoader, type Detector } from './recognition/detector.ts';
export { createFeatureExtractor, type LocalFeatures } from './recognition/features.ts';
export { keepIndexed } from './recognition/index-entries.ts';
export { buildIndex, type RecognitionIndex, readIndex } from './recognition/index-file.ts';
export type { IndexItem } from './recognition/index-item.ts';
export { openIndex } from './recognition/open-index.ts';
export { createRecogniser } from './recognition/recogniser.ts';
export { picturePaths, type Report, reportJsonSchema, reportSchema } from './report.ts';
export {
  CONTAINER_NAMES,
  CONTAINERS,
  type ContainerName,
  CUT_PLACES,
  type CutPlace,
  copySegments,
  DEFAULT_CRF,
  encodeSegments,
  findOwnContainer,
  listCutFrames,
  MAX_CRF,
  nameSegment,
  type VideoSegment,
} from './split/index.ts';
export { describeLabel } from './taxonomy.ts';
export {
  listStills,
  listStillsEvery,
  nameTile,
  STILL_FORMAT_NAMES,
  STILL_FORMATS,
  STILL_PLACES,
  type StillFormat,
  type StillPlace,
  sizeStill,
  takeStills,
  writeContactSheets,
} from './thumbnails/index.ts';
export { type Classifier, createClassifier, INPUT_VERSION } from './vision/inception.ts';
export { modelRecordSchema } from './vision/manifest.ts';
export { type BuiltModel, describeModel, findBuiltModel, hashBytes } from './vision/model-file.ts';
