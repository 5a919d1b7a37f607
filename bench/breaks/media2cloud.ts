import { measureLoudnessDb } from '../../src/core/cues/loudness.ts';
import type { AudioLevels } from '../../src/core/measurements/sound-measurement.ts';
import { createShotSpace } from '../../src/core/scenes/shot-space.ts';
import type { Baseline, Measured } from './baselines.ts';
import type { Range } from './programme.ts';

/**
 * The ad breaks of Media2Cloud V4 (aws-solutions-library-samples/guidance-for-media2cloud-on-aws, the step
 * `ad-break-detection`; Apache-2.0) over our measurements. Its frames' hashes and Laplacians are not among these, so the
 * mean of a boundary has five terms of seven; scenes are ours, and embeddings are compared as our scenes are.
 */

const NO_DATA_DB = -120;
const PAUSE_SECONDS = 0.3;
const MERGE_SPEECH_SECONDS = 0.6;
const PAUSE_WEIGHT = 0.5;
const MIN_WEIGHT = 0.4;
const REDUCED_SECONDS = 10;
const CUE_BREAKS = new Set(['color-bars', 'slate']);
const CREDITS = new Set(['end-credits']);
/** Content longer than the first takes a break every so many minutes, give or take the last. */
const LADDER = [
  { longerThanMinutes: 60, everyMinutes: 10, offsetMinutes: 2 },
  { longerThanMinutes: 40, everyMinutes: 8, offsetMinutes: 2 },
  { longerThanMinutes: 20, everyMinutes: 6, offsetMinutes: 2 },
  { longerThanMinutes: 10, everyMinutes: 4, offsetMinutes: 1 },
  { longerThanMinutes: 0, everyMinutes: 2, offsetMinutes: 1 },
];

interface Loudness {
  readonly seconds: number;
  readonly db: number;
}

/** Its normalised mean: the sum of sizes over the root of the number times the sum of squares; 1 where all are equal. */
export function normalisedMean(values: readonly number[]): number {
  const sizes = values.map((value) => Math.abs(Number.isNaN(value) ? 0 : value));
  const norm = Math.sqrt(sizes.length * sizes.reduce((sum, size) => sum + size ** 2, 0));
  return norm === 0 ? 0 : sizes.reduce((sum, size) => sum + size, 0) / norm;
}

/** Slope of the line through points with the least squares, with 4 decimals, as the package `regression` gives it. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const n = points.length;
  const sum = (of: (x: number, y: number) => number) => points.reduce((total, [x, y]) => total + of(x, y), 0);
  const [sx, sy, sxx, sxy] = [sum((x) => x), sum((_, y) => y), sum((x) => x * x), sum((x, y) => x * y)];
  const run = n * sxx - sx * sx;
  return run === 0 ? 0 : Number(((n * sxy - sx * sy) / run).toFixed(4));
}

/** Runs of seconds whose loudness stays within 5 dB, or more the longer and wider they are, of their first. */
export function groupLoudness(loudness: readonly Loudness[]): Range[] {
  const groups: Loudness[][] = [];
  for (const item of loudness) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const margin = group && last ? Math.max(5, Math.abs(item.db - last.db) / group.length) : 0;
    if (group && last && Math.abs(item.db - group[0].db) <= margin && item.seconds - last.seconds <= 1)
      group.push(item);
    else groups.push([item]);
  }
  return groups.map((group) => ({ startSeconds: group[0].seconds, endSeconds: group[group.length - 1].seconds }));
}

const listLoudness = (audio: AudioLevels | null): Loudness[] =>
  audio === null
    ? []
    : Array.from({ length: Math.floor(audio.levelsDb.length * audio.windowSeconds) }, (_, i) => ({
        seconds: audio.startSeconds + i + 1,
        db: measureLoudnessDb(audio, audio.startSeconds + i + 0.6, audio.startSeconds + i + 1) ?? NO_DATA_DB,
      }));

/** 1 between two groups; inside one, how far the moment lies towards an end of it. */
function placeInGroup(groups: readonly Range[], seconds: number): number {
  for (let i = 0; i + 1 < groups.length; i++) {
    const { startSeconds, endSeconds } = groups[i];
    if (seconds >= endSeconds && seconds <= groups[i + 1].startSeconds) return 1;
    if (seconds > startSeconds && seconds < endSeconds)
      return Math.max(seconds - startSeconds, endSeconds - seconds) / (endSeconds - startSeconds);
  }
  return 0;
}

function mergeSpeech(speech: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of speech) {
    const last = merged.at(-1);
    if (!last || range.startSeconds - last.endSeconds >= MERGE_SPEECH_SECONDS) merged.push(range);
    else merged[merged.length - 1] = { ...last, endSeconds: Math.max(last.endSeconds, range.endSeconds) };
  }
  return merged;
}

interface Found {
  readonly seconds: number;
  readonly weight: number;
}

export const chooseMedia2Cloud: Baseline = (programme, count) =>
  findMedia2CloudBreaks(programme)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, count)
    .map(({ seconds }) => seconds)
    .sort((a, b) => a - b);

/** All that it lists, in time order. */
export function findMedia2CloudBreaks(programme: Measured): Found[] {
  const { shots, scenes, cues, grid } = programme;
  const toSeconds = (frame: number) =>
    grid.startSeconds + (frame * grid.frameRate.denominator) / grid.frameRate.numerator;
  const weighBoundary = createWeigher(programme);
  const speech = mergeSpeech(programme.speech);
  const shareOf = (types: ReadonlySet<string>, { startSeconds, endSeconds }: Range) =>
    cues
      .filter(({ type }) => types.has(type))
      .reduce(
        (sum, cue) =>
          sum + Math.max(0, Math.min(endSeconds, cue.endSeconds) - Math.max(startSeconds, cue.startSeconds)),
        0,
      ) /
    (endSeconds - startSeconds);
  const parts = scenes.map(({ firstShot, lastShot }, index) => {
    const range = {
      startSeconds: toSeconds(shots[firstShot].startFrame),
      endSeconds: toSeconds(shots[lastShot].endFrame),
    };
    const heard = speech.filter(
      (words) => words.endSeconds >= range.startSeconds && words.startSeconds <= range.endSeconds,
    );
    const isBlackAtEnd = cues.some(
      (cue) =>
        cue.type === 'black' && cue.startSeconds < range.endSeconds + 0.1 && cue.endSeconds > range.endSeconds - 0.1,
    );
    return {
      ...range,
      index,
      heard,
      isBlackAtEnd: isBlackAtEnd && index + 1 < scenes.length,
      isFadeAtEnd: shots[lastShot + 1]?.transitionIn.type === 'fade',
      isCue: shareOf(CUE_BREAKS, range) > 0.5,
      isCredits: shareOf(CREDITS, range) > 0.5,
      pauseIn: heard.length === 0 || heard[0].startSeconds - range.startSeconds > PAUSE_SECONDS,
      pauseOut: heard.length === 0 || range.endSeconds - heard[heard.length - 1].endSeconds > PAUSE_SECONDS,
    };
  });
  const endSeconds = parts.findLast(({ isCredits }) => isCredits)?.endSeconds ?? parts[parts.length - 1].endSeconds;
  const step = LADDER.find(({ longerThanMinutes }) => endSeconds > longerThanMinutes * 60) ?? LADDER[LADDER.length - 1];
  const found: Found[] = [];
  for (let mark = 0; mark < endSeconds; mark += step.everyMinutes * 60) {
    const [from, to] = [Math.max(0, mark - step.offsetMinutes * 60), mark + step.offsetMinutes * 60];
    const group: Found[] = [];
    for (const part of parts.filter((p) => p.endSeconds >= from && p.startSeconds <= to)) {
      if (part.isCue || part.isBlackAtEnd) group.push({ seconds: part.endSeconds, weight: 1 });
      else if (part.isFadeAtEnd) group.push({ seconds: part.endSeconds, weight: 0.8 });
      else if (!part.isCredits) {
        if (part.pauseIn) group.push({ seconds: part.startSeconds, weight: weighBoundary(part, 'start') });
        if (part.pauseOut) group.push({ seconds: part.endSeconds, weight: weighBoundary(part, 'end') });
      }
    }
    found.push(...group.filter(({ weight }) => weight > MIN_WEIGHT));
  }
  found.sort((a, b) => a.seconds - b.seconds);
  return reduce(found).filter(({ seconds }) => seconds > grid.startSeconds && seconds < toSeconds(grid.frameCount));
}

/** Of two within ten seconds the one with the greater weight, from the first on. */
function reduce(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const item of found) {
    const last = kept.at(-1);
    if (last && item.seconds - last.seconds < REDUCED_SECONDS) {
      if (item.seconds !== last.seconds && item.weight > last.weight) kept[kept.length - 1] = item;
    } else kept.push(item);
  }
  return kept;
}

type Part = Range & { readonly index: number; readonly heard: readonly Range[] };

function createWeigher({ shots, scenes, embeddings, audio, speech }: Measured) {
  const space = createShotSpace(embeddings);
  const loudness = listLoudness(audio);
  const groups = groupLoudness(loudness);
  const merged = mergeSpeech(speech);
  return (part: Part, side: 'start' | 'end'): number => {
    const seconds = side === 'start' ? part.startSeconds : part.endSeconds;
    const shot = side === 'start' ? scenes[part.index].firstShot : scenes[part.index].lastShot + 1;
    const change =
      shot > 0 && shot < shots.length ? Math.min(1, space.distance(embeddings[shot - 1], embeddings[shot])) : 0;
    const at = loudness.findIndex((item) => item.seconds >= seconds);
    const near = at < 0 ? [] : loudness.slice(Math.max(0, at - 10), at + 10);
    const rates = near.slice(1).map((item, i): [number, number] => [item.seconds, item.db - near[i].db]);
    return (
      0.8 *
      normalisedMean([
        change,
        (at < 0 ? NO_DATA_DB : loudness[at].db) / NO_DATA_DB,
        rates.length < 2 ? 0 : slopeOf(rates),
        placeInGroup(groups, seconds),
        PAUSE_WEIGHT * measurePause(part, side, merged),
      ])
    );
  };
}

/** The shorter part of a pause of speech around a side of a scene, in seconds; the scene's length where nobody speaks. */
function measurePause(
  { startSeconds, endSeconds, heard }: Part,
  side: 'start' | 'end',
  speech: readonly Range[],
): number {
  if (heard.length === 0) return endSeconds - startSeconds;
  const seconds = side === 'start' ? startSeconds : endSeconds;
  const inner = side === 'start' ? heard[0].startSeconds : heard[heard.length - 1].endSeconds;
  const at = speech.indexOf(side === 'start' ? heard[0] : heard[heard.length - 1]);
  const outer = side === 'start' ? speech[at - 1]?.endSeconds : speech[at + 1]?.startSeconds;
  return Math.min(Math.abs(inner - seconds), Math.abs((outer ?? seconds) - seconds));
}
