/**
 * Trains the judge of candidates on what networks say of videos that they were not trained on.
 *
 *   npx tsx models/shots/train-judge.ts FILMS COMPOSED NETWORKS OUT.json
 *
 * FILMS: folders (joined by commas) of real films that measure-films.ts wrote; each is read by the network that train.py
 * trained without it, by NETWORKS/films.json. COMPOSED: folders of make-dataset.ts that train.py was not given, read by
 * NETWORKS/network.json. Prints how the whole, judged by a judge that did not learn from the film, does on each film.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listCandidates, toProbabilities } from '../../src/core/shots/candidates.ts';
import { MIN_TRANSITION_CONFIDENCE } from '../../src/core/shots/detect.ts';
import type { JudgeWeights } from '../../src/core/shots/judge.ts';
import { readJudgeFeatures } from '../../src/core/shots/judge-features.ts';
import { type BoundaryScores, scoreBoundaries } from '../../src/core/shots/score.ts';
import { createSequenceNetwork, type SequenceNetwork } from '../../src/core/shots/sequence-network.ts';
import { tidyTransitions } from '../../src/core/shots/tidy.ts';
import { findTransitions } from '../../src/core/shots/transitions.ts';
import { type MeasuredVideo, readDataset } from './dataset.ts';
import { type Example, fitLogistic } from './logistic.ts';
import { judgeRanges } from './match.ts';

/** Penalty on the squares of the weights. */
const RIDGE = 3;
/** Candidates of composed videos are many and of made kinds: each counts for less than one of a film. */
const COMPOSED_WEIGHT = 0.3;
/** Candidates with less evidence teach nothing: they are not transitions. */
const MIN_EVIDENCE = 0.02;

interface Lesson {
  readonly video: MeasuredVideo;
  readonly scores: BoundaryScores;
  readonly examples: readonly Example[];
}

function readLesson(video: MeasuredVideo, network: SequenceNetwork, weight: number): Lesson {
  const { signals, framesPerSecond } = video;
  const scores = scoreBoundaries(signals, framesPerSecond, network);
  const probabilities = toProbabilities(scores);
  const candidates = listCandidates(scores, probabilities, framesPerSecond, () => true);
  const evidence = { scores, probabilities, signals, framesPerSecond, candidates };
  // The most evident first: of two that match one transition the better one is the right one.
  const order = candidates
    .map((candidate, index) => ({
      index,
      evidence: candidate.evidence,
      startFrame: scores.frames[candidate.first] - 1,
      endFrame: scores.frames[candidate.last],
    }))
    .filter((candidate) => candidate.evidence >= MIN_EVIDENCE)
    .sort((a, b) => b.evidence - a.evidence);
  const examples = judgeRanges(order, video).flatMap((isTrue, i) =>
    isTrue === null ? [] : [{ features: readJudgeFeatures(evidence, order[i].index), isTrue, weight }],
  );
  return { video, scores, examples };
}

const [filmFolders, composedFolders, networks, out] = process.argv.slice(2);
if (!out) throw new RangeError('Usage: train-judge.ts FILMS COMPOSED NETWORKS OUT.json');
const readNetwork = (name: string): SequenceNetwork =>
  createSequenceNetwork(JSON.parse(readFileSync(join(networks, name), 'utf8')));
const foldOf: Record<string, number> = JSON.parse(readFileSync(join(networks, 'films.json'), 'utf8'));
const folds = [...new Set(Object.values(foldOf))].map((fold) => [fold, readNetwork(`fold-${fold}.json`)] as const);
const networkOf = new Map(folds);
const films = [...readDataset(filmFolders.split(','))].flatMap((video) => {
  const network = networkOf.get(foldOf[video.name]);
  return network ? [readLesson(video, network, 1)] : [];
});
const whole = readNetwork('network.json');
const composed = [...readDataset(composedFolders.split(','))].map((video) => readLesson(video, whole, COMPOSED_WEIGHT));
const examplesOf = (lessons: readonly Lesson[]): Example[] => lessons.flatMap(({ examples }) => examples);

let right = 0;
let wrong = 0;
let missed = 0;
for (const film of films) {
  const judge = fitLogistic(examplesOf([...films.filter((other) => other !== film), ...composed]), RIDGE);
  const tally = score(film, judge);
  right += tally.right;
  wrong += tally.wrong;
  missed += tally.missed;
  console.log(`${film.video.name}: ${tally.right} right, ${tally.wrong} wrong, ${tally.missed} missed`);
}
console.log(`films, each by what learned from the others: ${describe(right, wrong, missed)}`);

const judge = fitLogistic(examplesOf([...films, ...composed]), RIDGE);
const tallies = composed.map((video) => score(video, judge));
const sum = (key: 'right' | 'wrong' | 'missed') => tallies.reduce((total, tally) => total + tally[key], 0);
console.log(`composed, by a judge that has seen them: ${describe(sum('right'), sum('wrong'), sum('missed'))}`);
writeFileSync(out, `${JSON.stringify(judge, null, 2)}\n`);

function score({ video, scores }: Lesson, weights: JudgeWeights) {
  const { signals, framesPerSecond, transitions } = video;
  const found = tidyTransitions(
    findTransitions(scores, signals, framesPerSecond, weights, MIN_TRANSITION_CONFIDENCE),
    signals,
    framesPerSecond,
  );
  const matches = judgeRanges(found, video);
  const hits = matches.filter((match) => match === true).length;
  return {
    right: hits,
    wrong: matches.filter((match) => match === false).length,
    missed: transitions.length - hits,
  };
}

function describe(hits: number, alarms: number, losses: number): string {
  const precision = hits / (hits + alarms);
  const recall = hits / (hits + losses);
  const f1 = (2 * hits) / (2 * hits + alarms + losses);
  return `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`;
}
