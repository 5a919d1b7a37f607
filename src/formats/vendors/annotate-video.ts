import type { Label, Report, Risk } from '../../core/report.ts';
import { listContentLabels, type NamedLabel } from './content-labels.ts';
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
  const labels = listContentLabels(report.labels).map((named) => ({
    ...toAnnotation(named),
    segments: [{ segment, confidence: named.label.confidence }],
  }));
  const frameLabels = collectLabels(report.frames, ({ frame }, confidence) => ({
    timeOffset: offset(frame),
    confidence,
  })).map(({ places, ...annotation }) => ({ ...annotation, frames: places }));
  const shotLabels = collectLabels(report.shots, (shot, confidence) => ({
    segment: toSegment(spanOfFrames(shot)),
    confidence,
  })).map(({ places, ...annotation }) => ({ ...annotation, segments: places }));
  const logos = report.brands.map(({ name, segments }) => {
    const tracks = segments.map((seen) => ({
      segment: toSegment(spanOfSeconds(seen, report)),
      timestampedObjects: [{ normalizedBoundingBox: seen.box, timeOffset: offset(seen.frame) }],
      confidence: seen.confidence,
    }));
    return { entity: toEntity(name), tracks, segments: tracks.map((track) => track.segment) };
  });
  const frames = judgeFrames(report)?.map(({ frame, risk }) => ({
    timeOffset: offset(frame),
    pornographyLikelihood: risk === null ? 'LIKELIHOOD_UNSPECIFIED' : LIKELIHOODS[risk],
  }));
  const results = {
    inputUri: report.video.name,
    segment,
    segmentLabelAnnotations: unlessEmpty(labels),
    shotLabelAnnotations: unlessEmpty(shotLabels),
    frameLabelAnnotations: unlessEmpty(frameLabels),
    shotAnnotations: report.shots.map((shot) => toSegment(spanOfFrames(shot))),
    explicitAnnotation: frames && { frames },
    logoRecognitionAnnotations: unlessEmpty(logos),
  };
  return { annotationResults: [results] };
}

/** What is the same of a label wherever it is told. */
const toAnnotation = ({ name, categories }: NamedLabel<Label>) => ({
  entity: toEntity(name),
  ...(categories.length > 0 && { categoryEntities: categories.map((category) => toEntity(category.name)) }),
});

/** Each label once, with the places that carry it. */
function collectLabels<P extends { readonly labels: readonly Label[] }, T>(
  places: readonly P[],
  toPlace: (place: P, confidence: number) => T,
): (ReturnType<typeof toAnnotation> & { places: T[] })[] {
  const byName = new Map<string, ReturnType<typeof toAnnotation> & { places: T[] }>();
  for (const place of places) {
    for (const named of listContentLabels(place.labels)) {
      const known = byName.get(named.name) ?? { ...toAnnotation(named), places: [] };
      known.places.push(toPlace(place, named.label.confidence));
      byName.set(named.name, known);
    }
  }
  return [...byName.values()];
}
