import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameSignals } from '../../src/core/shots/frame-signals.ts';
import { SIGNAL_COUNT } from '../../src/core/shots/signals.ts';

export interface MeasuredVideo {
  readonly framesPerSecond: number;
  readonly transitions: readonly { readonly type: string; readonly startFrame: number; readonly endFrame: number }[];
  readonly signals: FrameSignals;
}

/** The videos that make-dataset.ts measured into some folders, in order of their names. */
export function* readDataset(folders: readonly string[]): Generator<MeasuredVideo> {
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.json')) continue;
      const { fps, transitions } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      const bytes = readFileSync(join(folder, name.replace('.json', '.f32')));
      const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      const signals = { firstFrame: 0, count: values.length / SIGNAL_COUNT, values };
      yield { framesPerSecond: Number.parseFloat(fps), transitions, signals };
    }
  }
}
