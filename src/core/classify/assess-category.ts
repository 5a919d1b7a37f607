import { type FrameGrid, frameToSeconds } from '../media/timecode.ts';
import type { Risk, SafetyCategory } from '../report.ts';
import { hearWitnesses, type Witness } from './evidence-scores.ts';
import { worseRisk } from './garm.ts';
import { findRuns, RISK_TIERS } from './risk-tiers.ts';
import { roundConfidence } from './round.ts';
import type { Cell } from './sample-cells.ts';
import { smoothScores } from './smooth.ts';

/** Half a second either way: at one or two samples a second, the sample before and the one after. */
const SMOOTHING_SECONDS = 0.5;

/** A segment before its picture is known. */
export type RiskSegment = Omit<SafetyCategory['segments'][number], 'thumbnail'>;

export interface CategoryAssessment {
  /** Risk of each sample. */
  readonly risks: readonly Risk[];
  /** Smoothed probability of each sample, of all that speaks for the category, 0..1. */
  readonly scores: readonly number[];
  /** The worst of `risks`. */
  readonly risk: Risk;
  readonly peakConfidence: number;
  /** Where the risk is low or more. */
  readonly segments: RiskSegment[];
}

/** Judges one category from the classes that are evidence for it. `frames` are those of the samples, rising. */
export function assessCategory(input: {
  frames: readonly number[];
  cells: readonly Cell[];
  witnesses: readonly Witness[];
  grid: FrameGrid;
}): CategoryAssessment {
  const { frames, cells, witnesses, grid } = input;
  const framesPerSecond = grid.frameRate.numerator / grid.frameRate.denominator;
  const secondsOf = (first: number, end: number) =>
    (cells[end - 1].endFrame - cells[first].startFrame) / framesPerSecond;
  const smooth = (values: readonly number[]) => smoothScores(frames, values, SMOOTHING_SECONDS * framesPerSecond);
  const hear = (ceiling: Risk) => frames.map((_, sample) => hearWitnesses(witnesses, sample, ceiling));

  const risks: Risk[] = frames.map(() => 'none');
  for (const tier of RISK_TIERS) {
    const onScale = smooth(hear(tier.risk).map((heard) => heard.onScale));
    for (const { first, end } of findRuns(onScale, tier, gapSafe(secondsOf)))
      for (let i = first; i < end; i++) risks[i] = worseRisk(risks[i], tier.risk);
  }
  const heard = hear('low');
  const scores = smooth(heard.map(({ probability }) => probability));
  return {
    risks,
    scores,
    risk: risks.reduce(worseRisk, 'none'),
    peakConfidence: roundConfidence(scores.reduce((peak, score) => Math.max(peak, score), 0)),
    segments: toSegments(
      risks,
      scores,
      heard.map(({ className }) => className),
      { frames, cells, grid },
    ),
  };
}

/** An empty run lasts no time. */
const gapSafe = (secondsOf: (first: number, end: number) => number) => (first: number, end: number) =>
  end <= first ? 0 : secondsOf(first, end);

function toSegments(
  risks: readonly Risk[],
  scores: readonly number[],
  classNames: readonly string[],
  { frames, cells, grid }: { frames: readonly number[]; cells: readonly Cell[]; grid: FrameGrid },
): RiskSegment[] {
  const segments: RiskSegment[] = [];
  for (let i = 0; i < risks.length; i++) {
    if (risks[i] === 'none') continue;
    const first = i;
    let surest = i;
    let risk = risks[i];
    while (i + 1 < risks.length && risks[i + 1] !== 'none') {
      i++;
      risk = worseRisk(risk, risks[i]);
      if (scores[i] > scores[surest]) surest = i;
    }
    segments.push({
      startSeconds: frameToSeconds(cells[first].startFrame, grid),
      endSeconds: frameToSeconds(cells[i].endFrame, grid),
      confidence: roundConfidence(scores[surest]),
      risk,
      evidence: classNames[surest],
      frame: frames[surest],
    });
  }
  return segments;
}
