import type { Label, Report, Risk } from '../../report.ts';
import { listContentLabels } from './content-labels.ts';
import { type FrameSpan, secondsFromStart, spanOfFrames, spanOfSeconds, spanOfVideo } from './frame-span.ts';
import { judgeFrames } from './judge-frames.ts';

/** Both scales have five steps, from nothing seen to no doubt. */
const LIKELIHOODS = {
  none: 'VERY_UNLIKELY',
  low: 'UNLIKELY',
  medium: 'POSSIBLE',
  high: 'LIKELY',
  floor: 'VERY_LIKELY',
} as const satisfies Record<Risk, string>;

/** The labels of our models are English. */
const toEntity = (description: string) => ({ description, languageCode: 'en-US' });

/** What is empty is left out, as Google leaves it out of JSON. */
const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

/**
 * A report as `AnnotateVideoResponse` of Video Intelligence v1 (message and field names of REST). Times count from the
 * first frame, and a segment ends at the time of its last frame ("inclusive"). Members that are `undefined` have nothing
 * to tell.
 *
 * @param toOffset writes a time in seconds
 */
export function annotateVideo<T>(report: Report, toOffset: (seconds: number) => T) {
  const offset = (frame: number) => toOffset(secondsFromStart(frame, report));
  const toSegment = ({ firstFrame, lastFrame }: FrameSpan) => ({
    startTimeOffset: offset(firstFrame),
    endTimeOffset: offset(lastFrame),
  });
  const segment = toSegment(spanOfVideo(report));
  const labels = listContentLabels(report.labels).map(({ name, confidence }) => ({
    entity: toEntity(name),
    segments: [{ segment, confidence }],
  }));
  const logos = report.brands.map(({ name, segments }) => {
    const tracks = segments.map((seen) => ({
      segment: toSegment(spanOfSeconds(seen, report)),
      confidence: seen.confidence,
    }));
    return { entity: toEntity(name), tracks, segments: tracks.map((track) => track.segment) };
  });
  const frames = judgeFrames(report)?.map(({ frame, risk }) => ({
    timeOffset: offset(frame),
    pornographyLikelihood: LIKELIHOODS[risk],
  }));
  const results = {
    inputUri: report.video.name,
    segment,
    segmentLabelAnnotations: unlessEmpty(labels),
    shotLabelAnnotations: unlessEmpty(labelShots(report, toSegment)),
    shotAnnotations: report.shots.map((shot) => toSegment(spanOfFrames(shot))),
    explicitAnnotation: frames && { frames },
    logoRecognitionAnnotations: unlessEmpty(logos),
  };
  return { annotationResults: [results] };
}

/** Each label once, with the shots that carry it. */
function labelShots<T>(report: Report, toSegment: (span: FrameSpan) => T) {
  const byName = new Map<string, { segment: T; confidence: number }[]>();
  for (const shot of report.shots) {
    for (const { name, confidence } of listContentLabels<Label>(shot.labels)) {
      const segments = byName.get(name) ?? [];
      segments.push({ segment: toSegment(spanOfFrames(shot)), confidence });
      byName.set(name, segments);
    }
  }
  return [...byName].map(([name, segments]) => ({ entity: toEntity(name), segments }));
}
