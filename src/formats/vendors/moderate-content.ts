import type { Report } from '../../core/report.ts';
import { type AdultSpan, findAdultContent } from './adult-content.ts';
import { type FrameSpan, spanOfSeconds } from './frame-span.ts';
import { describeJob, describeVideo, toMillisRange, toPercent } from './rekognition-video.ts';

/**
 * Top categories of moderation model 7. Only what is of high risk is explicit for sure; below that our model cannot tell
 * explicit from suggestive, and asks for a person's look.
 */
const ADULT_NAMES = {
  low: 'Non-Explicit Nudity of Intimate parts and Kissing',
  medium: 'Non-Explicit Nudity of Intimate parts and Kissing',
  high: 'Explicit',
  floor: 'Explicit',
} as const satisfies Record<AdultSpan['risk'], string>;

/** Classes of the `safety` head that moderation model 7 has labels for: those labels, from the top of its tree down. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  alcohol: ['Alcohol', 'Alcoholic Beverages'],
  smoking: ['Drugs & Tobacco', 'Drugs & Tobacco Paraphernalia & Use', 'Smoking'],
  firearms: ['Violence', 'Weapons'],
};
/** The categories of ours that those classes are evidence for. */
const CATEGORIES = ['Arms & Ammunition', 'Illegal Drugs, Tobacco, e-cigarettes, Vaping, Alcohol'];

interface Finding extends FrameSpan {
  readonly path: readonly string[];
  readonly confidence: number;
}

/** Where alcohol, smoking and weapons were seen; null when they were not assessed. */
function findObjects(report: Report): Finding[] | null {
  const judged = report.brandSafety.categories.filter(
    ({ category, status }) => CATEGORIES.includes(category) && status === 'assessed',
  );
  if (judged.length === 0) return null;
  return judged.flatMap(({ segments }) =>
    segments.flatMap((segment) => {
      const path = PATHS[segment.evidence];
      return path === undefined ? [] : [{ ...spanOfSeconds(segment, report), path, confidence: segment.confidence }];
    }),
  );
}

/**
 * The answer of `GetContentModeration`, by segments and in order of time: a label under all its parents, as there;
 * undefined when no model judged any of it.
 */
export function moderateContent(report: Report) {
  const adult = findAdultContent(report)?.map(({ risk, ...span }): Finding => ({ ...span, path: [ADULT_NAMES[risk]] }));
  const objects = findObjects(report);
  if (!adult && !objects) return undefined;
  const findings = [...(adult ?? []), ...(objects ?? [])].sort((a, b) => a.firstFrame - b.firstFrame);
  const labels = findings.flatMap(({ path, confidence, ...span }) =>
    path.map((name, level) => {
      const range = toMillisRange(span, report);
      const label = {
        Name: name,
        ParentName: path[level - 1] ?? '',
        TaxonomyLevel: level + 1,
        Confidence: toPercent(confidence),
      };
      return { Timestamp: range.StartTimestampMillis, ModerationLabel: label, ...range };
    }),
  );
  return {
    ...describeJob(report),
    // An empty list would read as "nothing is there".
    ...(report.brandSafety.notSeen && { StatusMessage: report.brandSafety.notSeen.text }),
    VideoMetadata: describeVideo(report),
    ModerationLabels: labels,
    GetRequestMetadata: { SortBy: 'TIMESTAMP' as const, AggregateBy: 'SEGMENTS' as const },
  };
}
