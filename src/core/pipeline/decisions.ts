import type { FoundBreaks } from '../breaks/find.ts';
import type { LabelSummary } from '../classify/labels.ts';
import type { SafetyAssessment } from '../classify/safety.ts';
import type { SceneSpan, ShotSpan } from '../measurements/spans.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import type { Appearances, OpenIndexes } from '../recognition/list-appearances.ts';
import type { Report } from '../report.ts';

/**
 * All that was decided of a part of a video, before it is put into the report's words. Frames count from the part's first,
 * or, once `placeInFile` has seen it, from the file's; `grid` tells which.
 */
export interface Decisions {
  readonly grid: FrameGrid;
  readonly shots: readonly ShotSpan[];
  /** The frame that stands for each shot. */
  readonly keyFrames: readonly number[];
  /** Frames of each shot, rising. */
  readonly filmstrips: readonly (readonly number[])[];
  readonly scenes: readonly SceneSpan[];
  readonly cues: Report['cues'];
  /** The sampled frames, rising; `labels.samples` has one list for each. */
  readonly frames: readonly number[];
  readonly labels: LabelSummary;
  readonly safety: SafetyAssessment;
  readonly indexes: OpenIndexes;
  readonly appearances: Appearances;
  readonly breaks: FoundBreaks;
  readonly timeline: Report['timeline'];
  readonly loudness: Report['loudness'];
}
