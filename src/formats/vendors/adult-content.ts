import type { Report, Risk } from '../../core/report.ts';
import { type FrameSpan, spanOfSeconds } from './frame-span.ts';

/** The one category that both services and our models know. */
const CATEGORY = 'Adult & Explicit Sexual Content';

export interface AdultSpan extends FrameSpan {
  readonly risk: Exclude<Risk, 'none'>;
  readonly confidence: number;
}

/** Where a report sees adult content, in order of time; null when no model of the analysis judged it. */
export function findAdultContent(report: Report): AdultSpan[] | null {
  const category = report.brandSafety.categories.find((item) => item.category === CATEGORY);
  if (category?.status !== 'assessed') return null;
  return category.segments.flatMap((segment) =>
    segment.risk === 'none'
      ? []
      : [{ ...spanOfSeconds(segment, report), risk: segment.risk, confidence: segment.confidence }],
  );
}
