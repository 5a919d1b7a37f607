import type { Report } from '../../core/report.ts';
import { listContentLabels } from './content-labels.ts';
import { spanOfSeconds } from './frame-span.ts';
import { describeJob, describeVideo, toMillisRange, toPercent } from './rekognition-video.ts';

/** The answer of `GetLabelDetection`, by segments and in order of time; undefined when no model named what is shown. */
export function detectLabels(report: Report) {
  const labels = listContentLabels(report.labels);
  if (labels.length === 0) return undefined;
  const found = labels.flatMap(({ name, categories, label: { segments } }) =>
    segments.map((segment) => {
      const range = toMillisRange(spanOfSeconds(segment, report), report);
      const label = {
        Name: name,
        Confidence: toPercent(segment.confidence),
        ...(categories.length > 0 && { Categories: categories.map((category) => ({ Name: category.name })) }),
      };
      return { Timestamp: range.StartTimestampMillis, Label: label, ...range };
    }),
  );
  return {
    ...describeJob(report),
    VideoMetadata: describeVideo(report),
    Labels: found.sort((a, b) => a.Timestamp - b.Timestamp),
    GetRequestMetadata: { SortBy: 'TIMESTAMP' as const, AggregateBy: 'SEGMENTS' as const },
  };
}
