/**
 * The parts of an analysis, for those who run them on workers of their own: plan, measure each chunk, assemble.
 *
 * @module
 */
export { ensureModel } from '../../models/ensure.ts';
export { SHIPPED_HEADS } from '../../models/shipped-heads.ts';
export { createFileStore } from '../adapters/local/store.ts';
export { openVideoSource } from '../adapters/local/video/video-source.ts';
export {
  analyzeChunk,
  assemble,
  type Chunk,
  type ChunkRecord,
  createClassifier,
  describeModel,
  findFfmpeg,
  loadHeads,
  type ObjectStore,
  type Plan,
  parseConfig,
  planAgain,
  planAnalysis,
  probeVideo,
  resolveOptions,
} from '../core/index.ts';
