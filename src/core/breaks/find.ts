import type { AudioLevels } from '../measurements/sound-measurement.ts';
import type { SceneSpan, ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, roundSeconds } from '../measurements/timecode.ts';
import type { BreakCandidate, Cue, Report, SceneSafety, StoryBreak } from '../report.ts';
import { findCandidates, type PossibleBreak } from './candidates.ts';
import { judgeMoments, type Moment } from './judge.ts';
import { combineReasons, createScorer } from './score.ts';
import { selectSpaced } from './select.ts';
import { describeShortage } from './shortage.ts';
import { measureBreakSound } from './sound.ts';
import { chooseSpacingSeconds, countWanted, MIN_BREAK_VIDEO_SECONDS } from './spacing.ts';
import { findNoBreakZones } from './zones.ts';

/**
 * Without a number asked for, a break must score half of what the video's best moment does: a scene change alone is a
 * good break in a film of hard cuts, and a poor one where black and silence part the acts. Under 0.2 none is good.
 */
const SHARE_OF_BEST = 0.5;
const MIN_SCORE = 0.2;
/** Starts of shots inside a scene that score less than this are not worth a line in the report. */
const MIN_LISTED_SCORE = 0.2;

export interface FoundBreaks {
  /** Without their timecodes, which are the report's. */
  readonly breaks: Omit<StoryBreak, 'timecode'>[];
  readonly candidates: BreakCandidate[];
  readonly warnings: Report['warnings'];
}

/**
 * Finds the moments at which the story can best be interrupted, in time order, and tells of every moment that was
 * considered what became of it. Each break carries its score, 0..1, and the reasons that `combineReasons` made it from.
 * None lies beside a scene that is unsafe. Where fewer than were asked for are found, or none at all, a warning says why.
 * Videos under 10 seconds have none.
 */
export function findStoryBreaks(input: {
  shots: readonly ShotSpan[];
  /** One vector of length 1 a shot. */
  embeddings: readonly Float32Array[];
  scenes: readonly (SceneSpan & { readonly safety: SceneSafety })[];
  cues: readonly Cue[];
  audio: AudioLevels | null;
  grid: FrameGrid;
  breakOptions: Report['options']['breaks'];
  /** What all of this is, for people: the video, or the part of it that was asked for. Default: video. */
  whole?: 'video' | 'part';
}): FoundBreaks {
  const { shots, scenes, cues, audio, grid, breakOptions } = input;
  const { frameRate, startSeconds } = grid;
  const durationSeconds = roundSeconds((grid.frameCount * frameRate.denominator) / frameRate.numerator);
  const wanted = countWanted(breakOptions, durationSeconds);
  const spacingSeconds = chooseSpacingSeconds(breakOptions.spacingSeconds, wanted, durationSeconds);
  const sound = measureBreakSound(audio);
  const candidates = durationSeconds < MIN_BREAK_VIDEO_SECONDS ? [] : findCandidates(input);
  const reasonsFor = createScorer({ ...input, sound, durationSeconds });
  const moments = judgeMoments({
    candidates,
    zones: findNoBreakZones({ startSeconds, durationSeconds, cues, userZones: breakOptions.noBreakZones }),
    scenes,
    shots,
    grid,
    sound,
  }).map((moment) => {
    const reasons = reasonsFor(moment);
    return { ...moment, reasons, score: combineReasons(reasons) };
  });

  const free = moments.filter(({ objection }) => objection === null);
  const best = free.reduce((highest, { score }) => Math.max(highest, score), 0);
  const minScore = wanted === null ? Math.max(MIN_SCORE, SHARE_OF_BEST * best) : 0;
  const admissible = free.filter(({ score }) => score >= minScore);
  const request = wanted === null ? null : { count: wanted, startSeconds, durationSeconds };
  const chosen = selectSpaced(admissible, spacingSeconds, request).map((index) => admissible[index]);
  const outcomeOf = (moment: (typeof moments)[number]): BreakCandidate['outcome'] => {
    if (chosen.includes(moment)) return 'chosen';
    if (moment.objection !== null) return moment.objection;
    if (moment.score < minScore) return 'low-score';
    const isNear = ({ seconds }: Moment) => Math.abs(seconds - moment.seconds) < spacingSeconds - 1e-6;
    return chosen.some(isNear) ? 'too-close' : 'not-needed';
  };
  const judged = moments.map((moment) => ({ moment, outcome: outcomeOf(moment) }));
  return {
    breaks: chosen.map(({ frame, seconds, score, reasons, sceneBefore, sceneAfter }, index) => ({
      index,
      frame,
      seconds,
      score,
      reasons,
      safe: [sceneBefore, sceneAfter].every((scene) => scenes[scene].safety.verdict === 'safe'),
      sceneBefore,
      sceneAfter,
    })),
    candidates: judged
      .filter(({ moment, outcome }) => outcome === 'chosen' || isListed(moment, moment.score))
      .map(({ moment: { frame, seconds, score }, outcome }) => ({ frame, seconds, score, outcome })),
    warnings: describeShortage({
      whole: input.whole ?? 'video',
      wanted,
      chosen: chosen.length,
      spacingSeconds,
      durationSeconds,
      sceneCount: scenes.length,
      moments: judged.map(({ moment: { seconds, score }, outcome }) => ({ seconds, score, outcome })),
      minScore,
    }),
  };
}

const isListed = ({ sceneBefore, sceneAfter, blank }: PossibleBreak, score: number): boolean =>
  sceneBefore !== sceneAfter || blank !== null || score >= MIN_LISTED_SCORE;
