import { roundConfidence } from '../math/round.ts';
import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import type { SampleSpan } from '../measurements/sample-cells.ts';
import type { SceneSpan, ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { NotSeen, Policy, Risk, SafetyCategory, SceneSafety, Verdict, VerdictReason } from '../report.ts';
import { assessCategory, type CategoryAssessment, type RiskSegment } from './assess-category.ts';
import { EVIDENCE, UNSURE_CLASSES } from './evidence.ts';
import { findEvidence, type ScoreSource } from './evidence-scores.ts';
import { CATEGORIES, CATEGORY_NOTES, worseRisk } from './garm.ts';
import { findUnseenParts } from './not-seen.ts';
import { judgeRisk, worseVerdict } from './policy.ts';
import { type HeldPicture, placeSamples } from './sample-places.ts';
import { listReasons } from './verdict-reasons.ts';

/** What the samples say, and what they belong to. */
export interface SafetyInput {
  /** Of the samples, rising. */
  readonly frames: readonly number[];
  /** The networks and heads whose classes may be evidence. */
  readonly sources: readonly ScoreSource[];
  readonly policy: Policy;
  readonly shots: readonly ShotSpan[];
  readonly scenes: readonly Pick<SceneSpan, 'firstShot' | 'lastShot'>[];
  /** Where one picture is held: it counts once, however long. */
  readonly held: readonly HeldPicture[];
  readonly grid: FrameGrid;
  /** What was seen of the pictures. */
  readonly coverage: Pick<PictureCoverage, 'missing' | 'frameCount'>;
  /** Why the pictures that were seen do not suffice to call anything safe; null: they do. */
  readonly doubt: string | null;
}

type JudgedSegment = Omit<SafetyCategory['segments'][number], 'thumbnail'>;
/** A category before its pictures are known. */
type JudgedCategory = Omit<SafetyCategory, 'segments'> & { readonly segments: JudgedSegment[] };

/** The verdict on what nobody saw or could assess. */
const UNKNOWN: Verdict = 'review';

interface Judged extends CategoryAssessment {
  readonly model: string;
}

/** How safe a video and each of its scenes is. */
export interface SafetyAssessment {
  readonly verdict: Verdict;
  readonly notSeen: NotSeen | null;
  readonly restsOn: VerdictReason[];
  readonly categories: JudgedCategory[];
  readonly scenes: SceneSafety[];
}

/**
 * Judges every category of the framework, for the video and for each scene, and says what that means under the policy. A
 * category that no class is evidence for is `not-assessed`, which is never the same as safe: it has no risk, no verdict,
 * no confidence and no model. The verdict is about the assessed categories only; where nothing could be assessed it is
 * `review`. Where too much of the pictures was not seen, neither the video nor the scene is `safe`: nobody knows what was
 * there. What was seen and is unsafe stays unsafe.
 */
export function assessSafety(input: SafetyInput): SafetyAssessment {
  const { frames, sources, policy, shots, scenes, held, grid } = input;
  const unseen = findUnseenParts(input);
  const unseenRanges = input.coverage.missing.map(({ startFrame, endFrame }) => ({
    startSeconds: frameToSeconds(startFrame, grid),
    endSeconds: frameToSeconds(endFrame, grid),
  }));
  const places = placeSamples(frames, shots, held, grid);
  const assessments = new Map<string, Judged>();
  for (const category of frames.length === 0 ? [] : CATEGORIES) {
    const evidence = findEvidence(category, sources);
    if (evidence.length > 0)
      assessments.set(category, {
        ...assessCategory({ evidence, places, grid }),
        model: [...new Set(evidence.map(({ source }) => source.name))].join(' + '),
      });
  }

  const categories = CATEGORIES.map((category): JudgedCategory => {
    const found = assessments.get(category);
    if (!found) return notAssessed(category, sources, frames.length);
    const { risk, sustained, peakConfidence, model } = found;
    const verdict = worseVerdict(
      judgeRisk(policy, category, risk, sustained.reduce(worseRisk, 'none')),
      unseen.video ? UNKNOWN : 'safe',
    );
    const segments = found.segments.map((segment) => judgeSegment(segment, category, policy));
    const note = CATEGORY_NOTES[category] ?? null;
    return {
      ...{ category, status: 'assessed', risk, verdict, peakConfidence },
      ...{ notAssessed: unseenRanges, segments, model, note },
    };
  });
  const least: Verdict =
    assessments.size === 0 || (policy.notAssessed === 'review' && assessments.size < CATEGORIES.length)
      ? UNKNOWN
      : 'safe';
  return {
    verdict: categories.reduce(
      (worst, { verdict }) => (verdict ? worseVerdict(worst, verdict) : worst),
      unseen.video ? worseVerdict(least, UNKNOWN) : least,
    ),
    notSeen: unseen.video,
    restsOn: listReasons(categories),
    categories,
    scenes: scenes.map((scene, i) =>
      judgeScene(
        assessments,
        samplesOf(frames, places.cells, {
          startFrame: shots[scene.firstShot].startFrame,
          endFrame: shots[scene.lastShot].endFrame,
        }),
        policy,
        least,
        unseen.scenes[i],
      ),
    ),
  };
}

function judgeSegment({ sustained, ...segment }: RiskSegment, category: string, policy: Policy): JudgedSegment {
  return { ...segment, verdict: judgeRisk(policy, category, segment.risk, sustained) };
}

function notAssessed(category: string, sources: readonly ScoreSource[], sampleCount: number): JudgedCategory {
  const known = [...EVIDENCE, ...UNSURE_CLASSES]
    .filter((item) => item.category === category)
    .filter((item) =>
      sources.some(
        ({ taxonomy, classes }) =>
          taxonomy === item.taxonomy && item.classNames.every((name) => classes.includes(name)),
      ),
    );
  const note =
    sampleCount === 0
      ? 'No frame was sampled.'
      : known.length === 0
        ? 'No network or head of this analysis covers it.'
        : `The head covers ${known.flatMap(({ classNames }) => classNames).join(', ')}, but not reliably enough to judge by: its card has the figures.`;
  return {
    category,
    status: 'not-assessed',
    risk: null,
    verdict: null,
    peakConfidence: null,
    notAssessed: [],
    segments: [],
    model: null,
    note,
  };
}

/** Samples taken in a range; where there is none, those that represent it. */
function samplesOf(frames: readonly number[], cells: readonly SampleSpan[], range: SampleSpan): number[] {
  const inside: number[] = [];
  const near: number[] = [];
  for (let i = 0; i < frames.length; i++) {
    if (frames[i] >= range.startFrame && frames[i] < range.endFrame) inside.push(i);
    if (cells[i].startFrame < range.endFrame && cells[i].endFrame > range.startFrame) near.push(i);
  }
  return inside.length > 0 ? inside : near;
}

function judgeScene(
  assessments: ReadonlyMap<string, Judged>,
  samples: readonly number[],
  policy: Policy,
  least: Verdict,
  notSeen: NotSeen | null,
): SceneSafety {
  let worst: Risk = 'none';
  let verdict = notSeen ? worseVerdict(least, UNKNOWN) : least;
  const reasons: SceneSafety['reasons'] = [];
  for (const [category, { risks, sustained, scores }] of assessments) {
    let risk: Risk = 'none';
    let lasting: Risk = 'none';
    let confidence = 0;
    for (const i of samples) {
      if (worseRisk(risk, risks[i]) !== risk) confidence = 0;
      risk = worseRisk(risk, risks[i]);
      lasting = worseRisk(lasting, sustained[i]);
      if (risks[i] === risk) confidence = Math.max(confidence, scores[i]);
    }
    if (risk !== 'none') reasons.push({ category, risk, confidence: roundConfidence(confidence) });
    worst = worseRisk(worst, risk);
    verdict = worseVerdict(verdict, judgeRisk(policy, category, risk, lasting));
  }
  return { verdict, risk: worst, notSeen, reasons };
}
