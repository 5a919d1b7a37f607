import type { AudioLevels } from '../../src/core/measurements/sound-measurement.ts';
import type { ShotSpan } from '../../src/core/measurements/spans.ts';
import type { FrameGrid } from '../../src/core/measurements/timecode.ts';
import type { Cue } from '../../src/core/report.ts';

export interface Range {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What every method is given of a programme, and what only the score knows. */
export interface Programme {
  readonly kind: string;
  readonly shots: readonly ShotSpan[];
  /** One vector of length 1 a shot. */
  readonly embeddings: readonly Float32Array[];
  /** Names of what each shot shows, as a network that knows places would tell them: some are wrong. */
  readonly labels: readonly (readonly string[])[];
  readonly cues: readonly Cue[];
  readonly audio: AudioLevels | null;
  /** When somebody speaks, as a recogniser would tell it. */
  readonly speech: readonly Range[];
  readonly grid: FrameGrid;
  /** Parts that no advertiser wants to be near. */
  readonly unsafe: readonly Range[];
  readonly truth: {
    /** Where a break belongs, rising. */
    readonly breaks: readonly number[];
    readonly spacingSeconds: number;
  };
}
