import type { FrameGrid } from '../media/timecode.ts';
import type { BrandSafety, Risk, SafetyCategory, SceneSafety, Verdict } from '../report.ts';
import type { SceneSpan } from '../scenes/group.ts';
import type { ShotSpan } from '../shots/detect.ts';
import { assessCategory, type CategoryAssessment } from './assess-category.ts';
import { CATEGORIES, EVIDENCE, worseRisk } from './garm.ts';
import { roundConfidence } from './round.ts';
import { type Cell, divideAmongSamples } from './sample-cells.ts';

/** What each risk means for the verdict: `low` is worth knowing, `medium` a person's look, more is not for brands. */
const VERDICTS: Readonly<Record<Risk, Verdict>> = {
  none: 'safe',
  low: 'safe',
  medium: 'review',
  high: 'unsafe',
  floor: 'unsafe',
};

/** The samples of one model, and what they belong to. */
export interface SafetyInput {
  /** In frame order; `scores` is a Float32Array [classes] of 0..1. */
  readonly samples: readonly { readonly frame: number; readonly scores: Float32Array }[];
  readonly classes: readonly string[];
  readonly modelName: string;
  readonly shots: readonly ShotSpan[];
  readonly scenes: readonly Pick<SceneSpan, 'firstShot' | 'lastShot'>[];
  readonly grid: FrameGrid;
}

/**
 * Judges every category of the framework, for the video and for each scene. A category that no class of the model is
 * evidence for is `not-assessed`, which is never the same as safe: it has no risk, no confidence and no model. The
 * verdict speaks of the assessed categories only; where nothing could be assessed it is `review`.
 */
export function assessSafety(input: SafetyInput): { brandSafety: BrandSafety; scenes: SceneSafety[] } {
  const { samples, classes, modelName, shots, scenes, grid } = input;
  const frames = samples.map(({ frame }) => frame);
  const cells = divideAmongSamples(frames, shots, grid.frameCount);
  const assessments = new Map<string, CategoryAssessment>();
  for (const category of samples.length === 0 ? [] : CATEGORIES) {
    const evidence = EVIDENCE.filter((item) => item.category === category && classes.includes(item.className));
    if (evidence.length > 0) assessments.set(category, assessCategory({ samples, cells, evidence, classes, grid }));
  }

  const categories = CATEGORIES.map((category): SafetyCategory => {
    const found = assessments.get(category);
    if (!found)
      return { category, status: 'not-assessed', risk: null, peakConfidence: null, segments: [], model: null };
    const { risk, peakConfidence, segments } = found;
    return { category, status: 'assessed', risk, peakConfidence, segments, model: modelName };
  });
  const risk = [...assessments.values()].reduce<Risk>((worst, found) => worseRisk(worst, found.risk), 'none');
  return {
    brandSafety: { verdict: assessments.size === 0 ? 'review' : VERDICTS[risk], categories },
    scenes: scenes.map((scene) =>
      judgeScene(
        assessments,
        samplesOf(frames, cells, {
          startFrame: shots[scene.firstShot].startFrame,
          endFrame: shots[scene.lastShot].endFrame,
        }),
      ),
    ),
  };
}

/** Samples taken in a range; where there is none, those that speak for it. */
function samplesOf(frames: readonly number[], cells: readonly Cell[], range: Cell): number[] {
  const inside: number[] = [];
  const near: number[] = [];
  for (let i = 0; i < frames.length; i++) {
    if (frames[i] >= range.startFrame && frames[i] < range.endFrame) inside.push(i);
    if (cells[i].startFrame < range.endFrame && cells[i].endFrame > range.startFrame) near.push(i);
  }
  return inside.length > 0 ? inside : near;
}

function judgeScene(assessments: ReadonlyMap<string, CategoryAssessment>, samples: readonly number[]): SceneSafety {
  let worst: Risk = 'none';
  const reasons: SceneSafety['reasons'] = [];
  for (const [category, { risks, scores }] of assessments) {
    let risk: Risk = 'none';
    let confidence = 0;
    for (const i of samples) {
      if (worseRisk(risk, risks[i]) !== risk) confidence = 0;
      risk = worseRisk(risk, risks[i]);
      if (risks[i] === risk) confidence = Math.max(confidence, scores[i]);
    }
    if (risk !== 'none') reasons.push({ category, risk, confidence: roundConfidence(confidence) });
    worst = worseRisk(worst, risk);
  }
  return { verdict: assessments.size === 0 ? 'review' : VERDICTS[worst], risk: worst, reasons };
}
