import { loudnessTimeline } from '../cues/loudness.ts';
import type { SoundMeasurement } from '../measurements/sound-measurement.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import type { Timeline } from '../report.ts';
import type { BoundaryScores } from '../shots/score.ts';
import { drawShotChange } from '../shots/timeline.ts';

/** Enough for a line on a wide screen that is looked at closely; a report of a long film stays small. */
const MAX_POINTS = 12_000;

/** What was measured over time, in points of as many frames as keep the report small. */
export function drawTimeline(scores: BoundaryScores, audio: SoundMeasurement | null, grid: FrameGrid): Timeline {
  const framesPerPoint = Math.max(1, Math.ceil(grid.frameCount / MAX_POINTS));
  return {
    framesPerPoint,
    shotChange: drawShotChange(scores, grid.frameCount, framesPerPoint),
    loudness: loudnessTimeline(audio, grid, framesPerPoint),
  };
}
