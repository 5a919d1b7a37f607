import { type FrameGrid, frameToSeconds } from '../media/timecode.ts';
import type { Risk, Segment } from '../report.ts';
import { type Evidence, riskRank, worseRisk } from './garm.ts';
import { findRuns, RISK_TIERS } from './risk-tiers.ts';
import { roundConfidence } from './round.ts';
import type { Cell } from './sample-cells.ts';
import { smoothScores } from './smooth.ts';

/** Half a second either way: at one or two samples a second, the sample before and the one after. */
const SMOOTHING_SECONDS = 0.5;

export interface CategoryAssessment {
  /** Risk of each sample. */
  readonly risks: readonly Risk[];
  /** Smoothed score of each sample, of all the category's classes together, 0..1. */
  readonly scores: readonly number[];
  /** The worst of `risks`. */
  readonly risk: Risk;
  readonly peakConfidence: number;
  /** Where the risk is low or more. */
  readonly segments: Segment[];
}

/** Judges one category from the scores of the classes that are evidence for it. */
export function assessCategory(input: {
  samples: readonly { readonly frame: number; readonly scores: Float32Array }[];
  cells: readonly Cell[];
  evidence: readonly Evidence[];
  classes: readonly string[];
  grid: FrameGrid;
}): CategoryAssessment {
  const { samples, cells, evidence, classes, grid } = input;
  const frames = samples.map(({ frame }) => frame);
  const framesPerSecond = grid.frameRate.numerator / grid.frameRate.denominator;
  const secondsOf = (first: number, end: number) =>
    (cells[end - 1].endFrame - cells[first].startFrame) / framesPerSecond;

  // The classes of one softmax exclude each other, so their probabilities add up.
  const smoothedFrom = (ceiling: Risk): number[] => {
    const indices = evidence
      .filter((item) => riskRank(item.ceiling) >= riskRank(ceiling))
      .map((item) => classes.indexOf(item.className));
    const raw = samples.map(({ scores }) =>
      Math.min(
        1,
        indices.reduce((sum, index) => sum + scores[index], 0),
      ),
    );
    return smoothScores(frames, raw, SMOOTHING_SECONDS * framesPerSecond);
  };

  const risks: Risk[] = samples.map(() => 'none');
  for (const tier of RISK_TIERS) {
    for (const { first, end } of findRuns(smoothedFrom(tier.risk), tier, gapSafe(secondsOf))) {
      for (let i = first; i < end; i++) risks[i] = worseRisk(risks[i], tier.risk);
    }
  }
  const scores = smoothedFrom('low');
  return {
    risks,
    scores,
    risk: risks.reduce(worseRisk, 'none'),
    peakConfidence: roundConfidence(scores.reduce((peak, score) => Math.max(peak, score), 0)),
    segments: toSegments(risks, scores, cells, grid),
  };
}

/** An empty run lasts no time. */
const gapSafe = (secondsOf: (first: number, end: number) => number) => (first: number, end: number) =>
  end <= first ? 0 : secondsOf(first, end);

function toSegments(
  risks: readonly Risk[],
  scores: readonly number[],
  cells: readonly Cell[],
  grid: FrameGrid,
): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i < risks.length; i++) {
    if (risks[i] === 'none') continue;
    const first = i;
    let confidence = scores[i];
    while (i + 1 < risks.length && risks[i + 1] !== 'none') confidence = Math.max(confidence, scores[++i]);
    segments.push({
      startSeconds: frameToSeconds(cells[first].startFrame, grid),
      endSeconds: frameToSeconds(cells[i].endFrame, grid),
      confidence: roundConfidence(confidence),
    });
  }
  return segments;
}
