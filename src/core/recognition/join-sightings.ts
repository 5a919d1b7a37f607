import { roundConfidence } from '../math/round.ts';
import type { Cell } from '../measurements/sample-cells.ts';
import type { Sighting } from '../measurements/sighting.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds, roundSeconds } from '../measurements/timecode.ts';
import { joinConfidences } from './join-confidences.ts';

/** A stretch of one shot in which an item is on screen. */
interface AppearanceSegment {
  /** Presentation time, half open. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly confidence: number;
  /** Of the surest sighting: its frame, and where in it, in shares 0..1. */
  readonly frame: number;
  readonly box: Sighting['box'];
}

/** An item that appears in a video. */
export interface Appearance {
  readonly item: number;
  /** Of its surest segment. */
  readonly confidence: number;
  readonly screenTimeSeconds: number;
  /** Sampled frames whose sightings the segments join, and the distinct features that agree in the surest of them. */
  readonly evidence: { readonly frames: number; readonly features: number };
  readonly segments: readonly AppearanceSegment[];
}

export interface SampleSightings {
  readonly frame: number;
  readonly sightings: readonly Sighting[];
}

/** Sightings of less confidence neither begin nor prolong a segment. */
const MIN_SIGHTING = 0.1;
/** Segments of less confidence are dropped. */
const MIN_SEGMENT = 0.5;
/** Samples of a shot that may miss an item between two that see it: it turns, blurs, or a hand passes. */
const MAX_MISSED = 2;

/** A sighting of one item by a sample. */
interface Seen {
  readonly sample: number;
  readonly shot: number;
  readonly sighting: Sighting;
}

/**
 * Joins what sampled frames saw into appearances: the sightings of an item in a shot make a segment, a sample or two
 * that miss it are bridged, and what is not likely by all its sightings together is dropped. A segment covers the
 * frames that its samples represent. Surest first.
 *
 * @param input `cells` has one of each sample; items are 0..itemCount - 1
 */
export function joinSightings(input: {
  samples: readonly SampleSightings[];
  cells: readonly Cell[];
  shots: readonly ShotSpan[];
  itemCount: number;
  grid: FrameGrid;
}): Appearance[] {
  return seenByItem(input)
    .flatMap((seen, item) => {
      const kept = runsOf(seen).filter((run) => confidenceOfRun(run) >= MIN_SEGMENT);
      return kept.length === 0 ? [] : [appearanceOf(item, kept, input)];
    })
    .sort((a, b) => b.confidence - a.confidence || a.item - b.item);
}

function seenByItem({ samples, shots, itemCount }: Parameters<typeof joinSightings>[0]): Seen[][] {
  const seen: Seen[][] = Array.from({ length: itemCount }, () => []);
  let shot = 0;
  samples.forEach(({ frame, sightings }, sample) => {
    while (shot + 1 < shots.length && shots[shot + 1].startFrame <= frame) shot++;
    for (const sighting of sightings)
      if (sighting.confidence >= MIN_SIGHTING) seen[sighting.item].push({ sample, shot, sighting });
  });
  return seen;
}

/** Divides an item's sightings where the shot changes or too many samples miss it. */
function runsOf(seen: readonly Seen[]): Seen[][] {
  const runs: Seen[][] = [];
  for (const next of seen) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && last.shot === next.shot && next.sample - last.sample <= MAX_MISSED + 1) run.push(next);
    else runs.push([next]);
  }
  return runs;
}

const confidenceOfRun = (run: readonly Seen[]): number =>
  joinConfidences(run.map(({ sighting }) => sighting.confidence));

const surestOf = (run: readonly Seen[]): Seen =>
  run.reduce((best, seen) => (seen.sighting.confidence > best.sighting.confidence ? seen : best));

function appearanceOf(
  item: number,
  runs: readonly Seen[][],
  { samples, cells, grid }: Parameters<typeof joinSightings>[0],
): Appearance {
  const segments = runs.map((run): AppearanceSegment => {
    const surest = surestOf(run);
    return {
      startSeconds: frameToSeconds(cells[run[0].sample].startFrame, grid),
      endSeconds: frameToSeconds(cells[run.at(-1)!.sample].endFrame, grid),
      confidence: roundConfidence(confidenceOfRun(run)),
      frame: samples[surest.sample].frame,
      box: surest.sighting.box,
    };
  });
  const seen = runs.flat();
  return {
    item,
    confidence: Math.max(...segments.map(({ confidence }) => confidence)),
    screenTimeSeconds: roundSeconds(
      segments.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0),
    ),
    evidence: { frames: seen.length, features: surestOf(seen).sighting.inliers },
    segments,
  };
}
