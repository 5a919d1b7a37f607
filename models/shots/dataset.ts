import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameSignals } from '../../src/core/measurements/frame-signals.ts';
import { SIGNAL_COUNT } from '../../src/core/measurements/signal-names.ts';
import { FEATURE_COUNT, listPictures, readBoundaryFeatures } from '../../src/core/shots/features.ts';
import { createSignalMeter } from '../../src/core/shots/signals.ts';
import { SMALL_FRAME_BYTES } from '../../src/core/shots/small-frame.ts';

export interface FrameRange {
  readonly startFrame: number;
  readonly endFrame: number;
}

/** What is known about a video's transitions. */
export interface ShotTruth {
  readonly framesPerSecond: number;
  readonly transitions: readonly (FrameRange & { readonly type: string })[];
  /** Where nobody can say whether there is one. */
  readonly ignore: readonly FrameRange[];
  /** For each frame how sure a teacher is that the next one begins a shot, 0..1; null: nobody was asked. */
  readonly teacher: readonly number[] | null;
}

export interface MeasuredVideo extends ShotTruth {
  readonly name: string;
  readonly signals: FrameSignals;
}

/** The signals of a video's small frames, one after the other. */
export function measureSmallFrames(frames: Uint8Array): FrameSignals {
  const count = Math.floor(frames.length / SMALL_FRAME_BYTES);
  const meter = createSignalMeter();
  const values = new Float32Array(count * SIGNAL_COUNT);
  for (let n = 0; n < count; n++)
    values.set(meter.push(frames.subarray(n * SMALL_FRAME_BYTES, (n + 1) * SMALL_FRAME_BYTES)), n * SIGNAL_COUNT);
  return { firstFrame: 0, count, values };
}

/**
 * Writes NAME.signals.f32 ([frames, SIGNAL_COUNT]), NAME.features.f32 ([pictures, FEATURE_COUNT], which train.py reads)
 * and NAME.json (the truth, and the first frame of each picture) to a folder.
 */
export function writeVideo(folder: string, { name, signals, ...truth }: MeasuredVideo): void {
  const sequence = listPictures(signals, truth.framesPerSecond);
  const features = new Float32Array(sequence.frames.length * FEATURE_COUNT);
  for (let i = 0; i < sequence.frames.length; i++)
    readBoundaryFeatures(sequence, i, features.subarray(i * FEATURE_COUNT, (i + 1) * FEATURE_COUNT));
  writeFileSync(join(folder, `${name}.signals.f32`), toBytes(signals.values));
  writeFileSync(join(folder, `${name}.features.f32`), toBytes(features));
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...truth, frames: sequence.frames }));
}

const toBytes = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The videos that `writeVideo` wrote to some folders, in order of their names. */
export function* readDataset(folders: readonly string[]): Generator<MeasuredVideo> {
  for (const folder of folders) {
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.json')) continue;
      const name = file.replace('.json', '');
      const truth: ShotTruth = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      const bytes = readFileSync(join(folder, `${name}.signals.f32`));
      const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      yield { ...truth, name, signals: { firstFrame: 0, count: values.length / SIGNAL_COUNT, values } };
    }
  }
}
