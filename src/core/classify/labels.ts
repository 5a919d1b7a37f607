import { namesContent } from '../evidence-taxonomies.ts';
import { type FilmContext, measureContext } from '../heads/film-context.ts';
import { toLogit, toProbability } from '../math/logit.ts';
import { roundConfidence } from '../math/round.ts';
import type { SceneSpan, ShotSpan } from '../measurements/spans.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import { walkSamples } from '../measurements/walk-samples.ts';
import type { Label, Report } from '../report.ts';
import { isTooUnsure } from './evidence.ts';
import { joinShots } from './join-labels.ts';

/** No shot or scene carries more: what comes after the first few is noise, and reports stay readable. */
const MAX_LABELS = 5;
/** There are thousands of samples, and what one alone shows is said again by its shot. */
const MAX_SAMPLE_LABELS = 3;
/** A label below this is not worth saying of a model of many classes... */
const MIN_CONFIDENCE = 0.15;
/** ...nor, of a model of few, one that chance alone would nearly reach. */
const TIMES_CHANCE = 1.5;

export interface LabelSummary {
  /** Labels of each shot, the surest first. */
  readonly shots: Label[][];
  readonly scenes: Label[][];
  /** Labels of any shot, with the ranges of the shots that carry them; confidence is that of the surest shot. */
  readonly video: Report['labels'];
  /** Labels of each sample by itself. */
  readonly samples: Label[][];
}

/** Who names what a sample shows: a network or a head. */
export interface LabelSource {
  readonly taxonomy: string;
  readonly classes: readonly string[];
  /** The least confidence of each class that is worth saying; null: by the number of classes. */
  readonly thresholds: readonly number[] | null;
  /** What the whole film says about each of its shots; null: nothing. */
  readonly context?: FilmContext | null;
}

/** The least confidence of each class: its own, or what chance alone does not nearly reach; what is told too unsurely never. */
const minimaOf = ({ taxonomy, classes, thresholds }: LabelSource): readonly number[] => {
  const byChance = Math.max(MIN_CONFIDENCE, TIMES_CHANCE / classes.length);
  return classes.map((name, c) =>
    isTooUnsure(taxonomy, name) ? Number.POSITIVE_INFINITY : (thresholds?.[c] ?? byChance),
  );
};

/** Class scores of one model, added up. */
interface Tally {
  readonly sums: Float64Array;
  count: number;
}

/**
 * Names what shots, scenes and the video show. A shot's confidence in a class is the mean score of its samples, those
 * inside a transition only where it has no other; a scene's the mean over all the samples of its shots. A class becomes
 * a label at its threshold, else at max(0.15, 1.5 / number of classes); with a head's `context` the shots of the
 * whole film are heard too; at most five for each model, three for a sample. A
 * shot that no sample fell into has none. Networks whose classes are evidence of a risk alone name nothing.
 */
export function summariseLabels(input: {
  /** In frame order; `scores[m]` is a Float32Array [classes of model m] of 0..1. */
  samples: readonly { readonly frame: number; readonly scores: readonly Float32Array[] }[];
  models: readonly LabelSource[];
  shots: readonly ShotSpan[];
  scenes: readonly Pick<SceneSpan, 'firstShot' | 'lastShot'>[];
  grid: FrameGrid;
}): LabelSummary {
  const { samples, models, shots, scenes, grid } = input;
  const summary: LabelSummary = {
    shots: shots.map(() => []),
    scenes: scenes.map(() => []),
    video: [],
    samples: samples.map(() => []),
  };
  models.forEach((model, m) => {
    if (!namesContent(model.taxonomy)) return;
    const context = model.context ?? null;
    // With a context votes are added as logits: a sure sample outweighs an unsure one.
    const votes = samples.map(({ frame, scores }) => ({
      frame,
      scores: context ? Float64Array.from(scores[m], toLogit) : scores[m],
    }));
    const tallies = tallyShots(votes, model.classes.length, shots);
    const lift = context && measureContext(tallies.filter((tally) => tally !== null).map(meansOf), context);
    const settle = (values: ArrayLike<number>) =>
      lift ? Float64Array.from(values, (logit, c) => toProbability(logit + lift[c])) : values;
    const named = (tally: Tally | null) => (tally ? nameClasses(settle(meansOf(tally)), model) : []);
    const shotLabels = tallies.map(named);
    shotLabels.forEach((labels, i) => {
      summary.shots[i].push(...labels);
    });
    scenes.forEach(({ firstShot, lastShot }, i) => {
      summary.scenes[i].push(...named(addTallies(tallies.slice(firstShot, lastShot + 1))));
    });
    summary.video.push(...joinShots(shotLabels, shots, grid));
    const least = minimaOf(model);
    votes.forEach(({ scores }, i) => {
      const labels = pickLabels(settle(scores), model, least).slice(0, MAX_SAMPLE_LABELS);
      summary.samples[i].push(...labels);
    });
  });
  for (const labels of [...summary.shots, ...summary.scenes, ...summary.samples, summary.video])
    labels.sort(surestFirst);
  return summary;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const surestFirst = (a: Label, b: Label): number =>
  b.confidence - a.confidence || compare(a.taxonomy, b.taxonomy) || compare(a.name, b.name);

function tallyShots(
  samples: readonly { frame: number; scores: ArrayLike<number> }[],
  classCount: number,
  shots: readonly ShotSpan[],
): (Tally | null)[] {
  const walk = walkSamples(shots);
  const clean: (Tally | null)[] = shots.map(() => null);
  const mixed: (Tally | null)[] = shots.map(() => null);
  for (const { frame, scores } of samples) {
    const { shot, inTransition } = walk(frame);
    const tallies = inTransition ? mixed : clean;
    tallies[shot] ??= { sums: new Float64Array(classCount), count: 0 };
    const tally = tallies[shot];
    for (let c = 0; c < classCount; c++) tally.sums[c] += scores[c];
    tally.count++;
  }
  return clean.map((tally, i) => tally ?? mixed[i]);
}

function addTallies(tallies: readonly (Tally | null)[]): Tally | null {
  const present = tallies.filter((tally) => tally !== null);
  if (present.length === 0) return null;
  const total: Tally = { sums: new Float64Array(present[0].sums.length), count: 0 };
  for (const { sums, count } of present) {
    for (let c = 0; c < sums.length; c++) total.sums[c] += sums[c];
    total.count += count;
  }
  return total;
}

const meansOf = ({ sums, count }: Tally): Float64Array => sums.map((sum) => sum / count);

const nameClasses = (means: ArrayLike<number>, model: LabelSource): Label[] =>
  pickLabels(means, model, minimaOf(model)).slice(0, MAX_LABELS);

/** The classes that reach their threshold, the surest first. */
function pickLabels(scores: ArrayLike<number>, { taxonomy, classes }: LabelSource, least: readonly number[]): Label[] {
  const labels: Label[] = [];
  for (let c = 0; c < classes.length; c++) {
    const confidence = roundConfidence(scores[c]);
    if (confidence >= least[c]) labels.push({ name: classes[c], taxonomy, confidence: Math.min(1, confidence) });
  }
  return labels.sort(surestFirst);
}
