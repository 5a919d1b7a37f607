/**
 * Signals of consecutive frames: one row of SIGNALS a frame. They do not depend on where the video was cut: frame numbers
 * are of the global grid, and a signal that needs earlier frames had them decoded.
 */
export interface FrameSignals {
  readonly firstFrame: number;
  readonly count: number;
  /** Float32Array [count, SIGNAL_COUNT], row major. */
  readonly values: Float32Array;
}
