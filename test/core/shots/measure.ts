import type { FrameSignals } from '../../../src/core/measurements/frame-signals.ts';
import { SIGNAL_COUNT } from '../../../src/core/measurements/signal-names.ts';
import { createSignalMeter } from '../../../src/core/shots/signals.ts';

/** Rows of a whole video's small frames. */
export function measureFrames(frames: readonly Uint8Array[]): FrameSignals {
  const meter = createSignalMeter();
  const values = new Float32Array(frames.length * SIGNAL_COUNT);
  for (const [n, frame] of frames.entries()) values.set(meter.push(frame), n * SIGNAL_COUNT);
  return { firstFrame: 0, count: frames.length, values };
}
