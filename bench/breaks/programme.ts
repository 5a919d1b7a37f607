import type { AudioLevels } from '../../src/core/loudness/sound-measurement.ts';
import type { FrameGrid } from '../../src/core/media/timecode.ts';
import type { Cue } from '../../src/core/report.ts';
import type { ShotSpan } from '../../src/core/shots/detect.ts';

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
