import type { Report } from '../../report.ts';
import { type AdultSpan, findAdultContent } from './adult-content.ts';
import { describeJob, describeVideo, toMillisRange, toPercent } from './rekognition-video.ts';

/**
 * Top categories of moderation model 7. Only what is of high risk is explicit for sure; below that our model cannot tell
 * explicit from suggestive, and asks for a person's look.
 */
const NAMES = {
  low: 'Non-Explicit Nudity of Intimate parts and Kissing',
  medium: 'Non-Explicit Nudity of Intimate parts and Kissing',
  high: 'Explicit',
  floor: 'Explicit',
} as const satisfies Record<AdultSpan['risk'], string>;

/** The answer of `GetContentModeration`, by segments and in order of time; undefined when no model judged adult content. */
export function moderateContent(report: Report) {
  const labels = findAdultContent(report)?.map(({ risk, confidence, ...span }) => {
    const range = toMillisRange(span, report);
    const label = { Name: NAMES[risk], ParentName: '', TaxonomyLevel: 1, Confidence: toPercent(confidence) };
    return { Timestamp: range.StartTimestampMillis, ModerationLabel: label, ...range };
  });
  if (!labels) return undefined;
  return {
    ...describeJob(report),
    VideoMetadata: describeVideo(report),
    ModerationLabels: labels,
    GetRequestMetadata: { SortBy: 'TIMESTAMP' as const, AggregateBy: 'SEGMENTS' as const },
  };
}
