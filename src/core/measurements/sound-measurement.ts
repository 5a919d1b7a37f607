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
