import { roundConfidence } from '../math/round.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Risk, SafetyCategory } from '../report.ts';
import { agreeLevels } from './agreement.ts';
import { describeBasis } from './basis.ts';
import { type Evidence, type EvidenceScore, scoreEvidence } from './evidence-scores.ts';
import { worseRisk } from './garm.ts';
import { findRuns, RISK_TIERS, reaches, SUSTAINED } from './risk-tiers.ts';
import type { SamplePlaces } from './sample-places.ts';

/** A segment before its picture is known. */
export type RiskSegment = Omit<SafetyCategory['segments'][number], 'thumbnail' | 'verdict'> & {
  /** The worst risk in it that lasts and that several pictures agree on. */
  readonly sustained: Risk;
};

export interface CategoryAssessment {
  /** Risk of each sample. */
  readonly risks: readonly Risk[];
  /** Of each sample the risk that lasts and that several pictures agree on: at most `risks`. */
  readonly sustained: readonly Risk[];
  /** What the samples agree on, of the evidence that goes furthest, 0..1. */
  readonly scores: readonly number[];
  /** The worst of `risks`. */
  readonly risk: Risk;
  readonly peakConfidence: number;
  /** Where the risk is low or more; one ends where the risk changes. */
  readonly segments: RiskSegment[];
}

/** What one source of evidence says of the samples, alone and agreed on. */
interface Reading {
  readonly evidence: Evidence;
  readonly own: readonly EvidenceScore[];
  readonly agreed: readonly { readonly level: number; readonly probability: number }[];
}

/** Judges one category from the classes that are evidence for it. */
export function assessCategory(input: {
  evidence: readonly Evidence[];
  places: SamplePlaces;
  grid: FrameGrid;
}): CategoryAssessment {
  const { places, grid } = input;
  const readings = input.evidence.map((evidence) => readSamples(evidence, places));
  // Of each sample the evidence that goes furthest; of equals the first, which has the higher ceiling.
  const leaders = places.frames.map((_, i) =>
    readings.reduce((best, reading) => (reading.agreed[i].level > best.agreed[i].level ? reading : best)),
  );
  const levels = leaders.map((reading, i) => reading.agreed[i].level);
  const scores = leaders.map((reading, i) => reading.agreed[i].probability);

  const risks: Risk[] = levels.map(() => 'none');
  const sustained: Risk[] = levels.map(() => 'none');
  for (const tier of RISK_TIERS)
    for (const joined of findRuns(levels, tier, places))
      for (const { first, end } of joined.runs)
        for (let i = first; i < end; i++) {
          risks[i] = worseRisk(risks[i], tier.risk);
          if (reaches(joined, SUSTAINED)) sustained[i] = worseRisk(sustained[i], tier.risk);
        }
  return {
    risks,
    sustained,
    scores,
    risk: risks.reduce(worseRisk, 'none'),
    peakConfidence: roundConfidence(scores.reduce((peak, score) => Math.max(peak, score), 0)),
    segments: listSegments({ risks, sustained, levels, scores, leaders, places, grid }),
  };
}

function readSamples(evidence: Evidence, { frames, shots, framesPerSecond }: SamplePlaces): Reading {
  const own = frames.map((_, i) => scoreEvidence(evidence, i));
  const agreed = agreeLevels(
    own.map(({ level }) => level),
    frames.map((frame, i) => ({ frame, shot: shots[i] })),
    framesPerSecond,
  );
  return {
    evidence,
    own,
    agreed: agreed.map(({ level, sample }) => ({ level, probability: own[sample].probability })),
  };
}

function listSegments(found: {
  risks: readonly Risk[];
  sustained: readonly Risk[];
  levels: readonly number[];
  scores: readonly number[];
  leaders: readonly Reading[];
  places: SamplePlaces;
  grid: FrameGrid;
}): RiskSegment[] {
  const { risks, sustained, levels, scores, leaders, places, grid } = found;
  const segments: RiskSegment[] = [];
  for (let i = 0; i < risks.length; i++) {
    if (risks[i] === 'none') continue;
    const first = i;
    let surest = i;
    while (risks[i + 1] === risks[first]) {
      i++;
      if (levels[i] > levels[surest]) surest = i;
    }
    const end = i + 1;
    const { evidence, own } = leaders[surest];
    const { className } = own[surest];
    const basis = describeBasis({ evidence, own, className, risk: risks[first], first, end, places });
    segments.push({
      startSeconds: frameToSeconds(places.cells[first].startFrame, grid),
      endSeconds: frameToSeconds(places.cells[i].endFrame, grid),
      confidence: roundConfidence(scores[surest]),
      risk: risks[first],
      evidence: className,
      frame: places.frames[surest],
      basis,
      sustained: sustained.slice(first, end).reduce(worseRisk, 'none'),
    });
  }
  return segments;
}
