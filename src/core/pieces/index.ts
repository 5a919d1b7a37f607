export { CONTAINER_NAMES, CONTAINERS, type ContainerName, findOwnContainer } from './containers.ts';
export { copyPieces } from './copy-pieces.ts';
export { CUT_PLACES, type CutPlace, listCutFrames } from './cut-frames.ts';
export { DEFAULT_CRF, encodePieces, MAX_CRF } from './exact-pieces.ts';
export type { Piece } from './piece.ts';
export { namePiece } from './piece-name.ts';
