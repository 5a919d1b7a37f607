export { CONTAINER_NAMES, CONTAINERS, type ContainerName, findOwnContainer } from './containers.ts';
export { copySegments } from './copy-segments.ts';
export { CUT_PLACES, type CutPlace, listCutFrames } from './cut-frames.ts';
export { DEFAULT_CRF, encodeSegments, MAX_CRF } from './exact-segments.ts';
export { nameSegment } from './segment-name.ts';
export type { VideoSegment } from './video-segment.ts';
