import { type FrameGrid, frameToTimecode, roundSeconds } from '../media/timecode.ts';
import type { AudioLevels } from '../pipeline/measurements.ts';
import type { Cue, SceneSafety, StoryBreak } from '../report.ts';
import type { SceneSpan } from '../scenes/group.ts';
import type { ShotSpan } from '../shots/detect.ts';
import { findCandidates } from './candidates.ts';
import { combineReasons, createScorer } from './score.ts';
import { selectSpaced } from './select.ts';
import { breakSpacingSeconds, MIN_VIDEO_SECONDS, noBreakSeconds } from './spacing.ts';

/** Media2Cloud V4 keeps what scores above 0.4. */
const MIN_SCORE = 0.4;

/**
 * Finds the moments at which the story can best be interrupted, in time order. Each carries its score, 0..1, and the
 * reasons that `combineReasons` made it from. A break beside a scene that is not safe is listed with `safe: false` and
 * a lower score, because the caller may know better than the models. Videos under 10 seconds have none.
 */
export function findStoryBreaks(input: {
  shots: readonly ShotSpan[];
  /** One vector of length 1 a shot. */
  embeddings: readonly Float32Array[];
  scenes: readonly (SceneSpan & { readonly safety: SceneSafety })[];
  cues: readonly Cue[];
  audio: AudioLevels | null;
  grid: FrameGrid;
}): StoryBreak[] {
  const { scenes, grid } = input;
  const { frameRate, startSeconds } = grid;
  const durationSeconds = roundSeconds((grid.frameCount * frameRate.denominator) / frameRate.numerator);
  if (durationSeconds < MIN_VIDEO_SECONDS) return [];

  const zoneSeconds = noBreakSeconds(durationSeconds);
  const reasonsFor = createScorer({ ...input, durationSeconds });
  const moments = findCandidates(input)
    .filter(({ seconds }) => {
      const elapsed = seconds - startSeconds;
      return elapsed >= zoneSeconds && elapsed <= durationSeconds - zoneSeconds;
    })
    .map((candidate) => {
      const reasons = reasonsFor(candidate);
      return { ...candidate, reasons, score: combineReasons(reasons) };
    })
    // A good moment beside an unsafe scene is listed: the caller decides.
    .filter(
      ({ reasons }) => combineReasons(reasons.filter(({ signal }) => signal !== 'unsafe-neighbour')) >= MIN_SCORE,
    );

  return selectSpaced(moments, breakSpacingSeconds(durationSeconds)).map((chosen, index) => {
    const { frame, seconds, score, reasons, sceneBefore, sceneAfter } = moments[chosen];
    const safe = [sceneBefore, sceneAfter].every((scene) => scenes[scene].safety.verdict === 'safe');
    return {
      index,
      frame,
      seconds,
      timecode: frameToTimecode(frame, frameRate),
      score,
      reasons,
      safe,
      sceneBefore,
      sceneAfter,
    };
  });
}
