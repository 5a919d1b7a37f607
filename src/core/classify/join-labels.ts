import { roundConfidence } from '../math/round.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Label, Report, Segment } from '../report.ts';
import { describeLabel } from '../taxonomy.ts';

/** Joins neighbouring shots that carry the same label into segments; a segment's confidence is the mean by length. */
export function joinShots(
  shotLabels: readonly Label[][],
  shots: readonly ShotSpan[],
  grid: FrameGrid,
): Report['labels'] {
  interface Open extends Label {
    segments: Segment[];
    endFrame: number;
    startFrame: number;
    weighted: number;
  }
  const all = new Map<string, Open>();
  const closeSegment = (open: Open) => {
    const startSeconds = frameToSeconds(open.startFrame, grid);
    const endSeconds = frameToSeconds(open.endFrame, grid);
    const confidence = roundConfidence(open.weighted / (open.endFrame - open.startFrame));
    open.segments.push({ startSeconds, endSeconds, confidence });
  };
  shotLabels.forEach((labels, i) => {
    const { startFrame, endFrame } = shots[i];
    for (const label of labels) {
      const weighted = label.confidence * (endFrame - startFrame);
      const open = all.get(label.name);
      if (open && open.endFrame === startFrame) {
        open.endFrame = endFrame;
        open.weighted += weighted;
        open.confidence = Math.max(open.confidence, label.confidence);
      } else if (open) {
        closeSegment(open);
        Object.assign(open, {
          startFrame,
          endFrame,
          weighted,
          confidence: Math.max(open.confidence, label.confidence),
        });
      } else {
        all.set(label.name, { ...label, segments: [], startFrame, endFrame, weighted });
      }
    }
  });
  return [...all.values()].map((open) => {
    closeSegment(open);
    const { name, taxonomy, confidence, segments } = open;
    const known = describeLabel(taxonomy, name);
    const iabCategories = known?.iabCategories.map((category) => ({ ...category })) ?? [];
    return { name, taxonomy, confidence, id: known?.id ?? null, iabCategories, segments };
  });
}
