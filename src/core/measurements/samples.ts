import type { FrameDetections } from './detections.ts';

/** One sampled frame as the network saw it. Frame numbers are of the global grid, wherever the video was cut. */
export interface Sample {
  readonly frame: number;
  /** Class scores of each model that ran, in the order of the models: Float32Array [classes], each 0..1. */
  readonly scores: readonly Float32Array[];
  /** The first model's embedding (the manifest names its layers): Float32Array [dimensions], not normalised. */
  readonly embedding: Float32Array;
  /** Brands and products in it; null where none were searched for. */
  readonly detections: FrameDetections | null;
}

/** What a person sees of a sampled frame. */
export interface SamplePicture {
  readonly frame: number;
  /** A JPEG, at most 320 pixels wide, in display proportions. */
  readonly thumbnail: Uint8Array;
}
