import { roundConfidence } from '../math/round.ts';
import type { Detection } from '../measurements/detections.ts';
import type { SampleSpan } from '../measurements/sample-cells.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds, roundSeconds } from '../measurements/timecode.ts';
import { joinConfidences } from './join-confidences.ts';

/** A stretch of one shot in which an item is on screen. */
interface AppearanceSegment {
  /** Presentation time, half open. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly confidence: number;
  /** Of the surest detection: its frame, and where in it, in shares 0..1. */
  readonly frame: number;
  readonly box: Detection['box'];
}

/** An item that appears in a video. */
export interface Appearance {
  readonly item: number;
  /** Of its surest segment. */
  readonly confidence: number;
  readonly screenTimeSeconds: number;
  /** Sampled frames whose detections the segments join, and the distinct features that agree in the surest of them. */
  readonly evidence: { readonly frames: number; readonly features: number };
  readonly segments: readonly AppearanceSegment[];
}

export interface SampleDetections {
  readonly frame: number;
  readonly detections: readonly Detection[];
}

/** Detections of less confidence neither begin nor prolong a segment. */
const MIN_DETECTION = 0.1;
/** Segments of less confidence are dropped. */
const MIN_SEGMENT = 0.5;
/** Samples of a shot that may miss an item between two that see it: it turns, blurs, or a hand passes. */
const MAX_MISSED = 2;

/** A detection of one item by a sample. */
interface Seen {
  readonly sample: number;
  readonly shot: number;
  readonly detection: Detection;
}

/**
 * Joins what sampled frames saw into appearances: the detections of an item in a shot make a segment, a sample or two
 * that miss it are bridged, and what is not likely by all its detections together is dropped. A segment covers the
 * frames that its samples represent. Surest first.
 *
 * @param input `cells` has one of each sample; items are 0..itemCount - 1
 */
export function joinDetections(input: {
  samples: readonly SampleDetections[];
  cells: readonly SampleSpan[];
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

function seenByItem({ samples, shots, itemCount }: Parameters<typeof joinDetections>[0]): Seen[][] {
  const seen: Seen[][] = Array.from({ length: itemCount }, () => []);
  let shot = 0;
  samples.forEach(({ frame, detections }, sample) => {
    while (shot + 1 < shots.length && shots[shot + 1].startFrame <= frame) shot++;
    for (const detection of detections)
      if (detection.confidence >= MIN_DETECTION) seen[detection.item].push({ sample, shot, detection });
  });
  return seen;
}

/** Divides an item's detections where the shot changes or too many samples miss it. */
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
  joinConfidences(run.map(({ detection }) => detection.confidence));

const surestOf = (run: readonly Seen[]): Seen =>
  run.reduce((best, seen) => (seen.detection.confidence > best.detection.confidence ? seen : best));

function appearanceOf(
  item: number,
  runs: readonly Seen[][],
  { samples, cells, grid }: Parameters<typeof joinDetections>[0],
): Appearance {
  const segments = runs.map((run): AppearanceSegment => {
    const surest = surestOf(run);
    return {
      startSeconds: frameToSeconds(cells[run[0].sample].startFrame, grid),
      endSeconds: frameToSeconds(cells[run.at(-1)!.sample].endFrame, grid),
      confidence: roundConfidence(confidenceOfRun(run)),
      frame: samples[surest.sample].frame,
      box: surest.detection.box,
    };
  });
  const seen = runs.flat();
  return {
    item,
    confidence: Math.max(...segments.map(({ confidence }) => confidence)),
    screenTimeSeconds: roundSeconds(
      segments.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0),
    ),
    evidence: { frames: seen.length, features: surestOf(seen).detection.inliers },
    segments,
  };
}
