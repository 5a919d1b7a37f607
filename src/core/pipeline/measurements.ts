import type { FrameSightings } from '../recognition/sighting.ts';

/**
 * What workers measure. Nothing here depends on where the video was cut: frame numbers are of the global grid, and a
 * measurement that needs earlier frames had them decoded.
 */

/** Signals of consecutive frames: one row of `shots/signals.ts`'s SIGNALS a frame. */
export interface FrameSignals {
  readonly firstFrame: number;
  readonly count: number;
  /** Float32Array [count, SIGNAL_COUNT], row major. */
  readonly values: Float32Array;
}

/** One sampled frame as the network saw it. */
export interface Sample {
  readonly frame: number;
  /** Class scores of each model that ran, in the order of the models: Float32Array [classes], each 0..1. */
  readonly scores: readonly Float32Array[];
  /** The first model's embedding (the manifest names its layers): Float32Array [dimensions], not normalised. */
  readonly embedding: Float32Array;
  /** Brands and products in it; null where none were looked for. */
  readonly sightings: FrameSightings | null;
}

/** What a person sees of a sampled frame. */
export interface SamplePicture {
  readonly frame: number;
  /** A JPEG, at most 320 pixels wide, in display proportions. */
  readonly thumbnail: Uint8Array;
}

/** Levels of the audio track over the whole video. */
export interface AudioLevels {
  readonly windowSeconds: number;
  /** Presentation time at which the first window starts. */
  readonly startSeconds: number;
  /** RMS level of each window in dB relative to full scale: -120 (digital silence) to 0. */
  readonly levelsDb: Float32Array;
}

/** All that is measured of the audio track. */
export interface SoundMeasurement extends AudioLevels {
  /** The same levels of each fifth of a window: Float32Array [5 x windows]. */
  readonly stepsDb: Float32Array;
  /** K-weighted loudness of each window in LUFS (ITU-R BS.1770-4), -120 at least. */
  readonly lufs: Float32Array;
  /** True peak of the track in dBTP, -120 at least. */
  readonly truePeakDb: number;
}
