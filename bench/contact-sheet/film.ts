import { matchRanges, overlaps, TOLERANCE_FRAMES } from '../../models/shots/match.ts';
import type { Report } from '../../src/core/report.ts';
import type { TrueRange } from '../shots/films.ts';
import type { Truth } from '../shots/score.ts';

type Shot = Report['shots'][number];

/** A category of brand safety that a shot is flagged for. */
interface Flag {
  readonly category: string;
  readonly risk: string;
  readonly confidence: number;
}

/** What a sheet shows, in order of time. Frames are of the grid. */
export type Entry =
  | { readonly kind: 'scene'; readonly scene: Report['scenes'][number] }
  | {
      readonly kind: 'shot';
      readonly shot: Shot;
      readonly frames: readonly number[];
      readonly flags: readonly Flag[];
      /** Whether its boundary is one: null where no truth is known, or it lies where nothing counts. */
      readonly isTrue: boolean | null;
    }
  | { readonly kind: 'missed'; readonly range: TrueRange; readonly frames: readonly number[] }
  | { readonly kind: 'break'; readonly storyBreak: Report['storyBreaks'][number] }
  | { readonly kind: 'candidate'; readonly candidate: Report['breakCandidates'][number] };

/** Shots of this many seconds or more are shown by two pictures, of three times as many by three. */
const LONG_SHOT_SECONDS = 2.5;

/** All that a person needs to see of a report, with what is missed and false where the truth is known. */
export function listEntries(report: Report, truth: Truth | null): Entry[] {
  const { shots, scenes, storyBreaks, breakCandidates, video } = report;
  const framesPerSecond = video.frameRate.numerator / video.frameRate.denominator;
  const found = shots.slice(1).map(({ transitionIn }) => transitionIn);
  const matched = truth ? matchRanges(truth.transitions, found, TOLERANCE_FRAMES) : [];
  const isIgnored = (range: TrueRange) =>
    truth?.ignore?.some((ignored) => overlaps(range, ignored, TOLERANCE_FRAMES)) ?? false;
  const judge = (index: number): boolean | null => {
    if (!truth || index === 0) return null;
    if (matched.includes(index - 1)) return true;
    return isIgnored(found[index - 1]) ? null : false;
  };
  const entries: { readonly frame: number; readonly entry: Entry }[] = [];
  const add = (frame: number, entry: Entry) => entries.push({ frame, entry });
  for (const scene of scenes) add(scene.startFrame, { kind: 'scene', scene });
  for (const storyBreak of storyBreaks) add(storyBreak.frame, { kind: 'break', storyBreak });
  for (const candidate of breakCandidates)
    if (candidate.outcome !== 'chosen') add(candidate.frame, { kind: 'candidate', candidate });
  for (const shot of shots) {
    const frames = pickFrames(shot, framesPerSecond);
    const flags = flagsOf(shot, report.brandSafety.categories);
    add(shot.startFrame, { kind: 'shot', shot, frames, flags, isTrue: judge(shot.index) });
  }
  for (const [i, range] of (truth?.transitions ?? []).entries())
    if (matched[i] < 0) {
      const frames = [range.startFrame, Math.min(range.endFrame, video.frameCount - 1)];
      add(range.endFrame, { kind: 'missed', range, frames });
    }
  // Stable: at one frame a break comes before the scene and the shot that begin there.
  const order = ['break', 'candidate', 'scene', 'shot', 'missed'];
  const rank = ({ entry }: { entry: Entry }) => order.indexOf(entry.kind);
  return entries.sort((a, b) => a.frame - b.frame || rank(a) - rank(b)).map(({ entry }) => entry);
}

/** The middles of one, two or three equal parts of a shot, by its length. */
function pickFrames({ startFrame, endFrame }: Shot, framesPerSecond: number): number[] {
  const seconds = (endFrame - startFrame) / framesPerSecond;
  const parts = seconds >= 3 * LONG_SHOT_SECONDS ? 3 : seconds >= LONG_SHOT_SECONDS ? 2 : 1;
  return Array.from({ length: parts }, (_, i) =>
    Math.floor(startFrame + ((i + 0.5) * (endFrame - startFrame)) / parts),
  );
}

function flagsOf(shot: Shot, categories: Report['brandSafety']['categories']): Flag[] {
  return categories.flatMap(({ category, segments }) => {
    const [worst] = segments
      .filter(({ startSeconds, endSeconds }) => startSeconds < shot.endSeconds && endSeconds > shot.startSeconds)
      .sort((a, b) => b.confidence - a.confidence);
    return worst ? [{ category, risk: worst.risk, confidence: worst.confidence }] : [];
  });
}
