import { roundConfidence } from '../math/round.ts';
import type { Risk, SafetyBasis } from '../report.ts';
import type { Evidence, EvidenceScore } from './evidence-scores.ts';
import { riskRank } from './garm.ts';
import type { SamplePlaces } from './sample-places.ts';

/** How far below its step a sample may stay and still bear the risk out. */
const TOLERANCE = 0.5;

/** What a risk over the samples first..end-1 rests on. `own` is what the evidence says of every sample by itself. */
export function describeBasis(input: {
  evidence: Evidence;
  own: readonly EvidenceScore[];
  className: string;
  risk: Risk;
  first: number;
  end: number;
  places: SamplePlaces;
}): SafetyBasis {
  const { evidence, own, className, risk, first, end, places } = input;
  const agreeing = own.slice(first, end).filter(({ level }) => level >= riskRank(risk) - TOLERANCE);
  const sum = agreeing.reduce((total, { probability }) => total + probability, 0);
  const basis = {
    source: evidence.source.name,
    sourceKind: evidence.source.kind,
    samples: end - first,
    agreeing: agreeing.length,
    pictures: places.pictures(first, end),
    seconds: Math.round(places.seconds(first, end) * 1000) / 1000,
    confidence: roundConfidence(sum / Math.max(1, agreeing.length)),
  };
  return { ...basis, text: putInWords(className, basis) };
}

/** For example `firearms in 5 of 6 frames over 4.2 s (0.93), head sensitive`. */
export function putInWords(className: string, basis: Omit<SafetyBasis, 'text'>): string {
  const { agreeing, samples, pictures, seconds, confidence, source, sourceKind } = basis;
  const frames = samples === 1 ? 'one frame' : `${agreeing} of ${samples} frames`;
  const held = pictures === samples ? '' : ` that show ${pictures === 1 ? 'one picture' : `${pictures} pictures`}`;
  return `${className} in ${frames}${held} over ${seconds.toFixed(1)} s (${confidence.toFixed(2)}), ${sourceKind} ${source}`;
}
