import type { Report, Risk } from '../../report.ts';
import { type FrameSpan, spanOfFrames, spanOfSeconds } from './frame-span.ts';

/** The one category that both services and our models speak of. */
const CATEGORY = 'Adult & Explicit Sexual Content';

export interface AdultSpan extends FrameSpan {
  readonly risk: Exclude<Risk, 'none'>;
  readonly confidence: number;
}

/**
 * Where a report sees adult content, in order of time; null when no model of the analysis judged it. A segment says where
 * and a scene how grave, so a segment is cut at the scenes' borders and each part has the risk of its scene.
 */
export function findAdultContent(report: Report): AdultSpan[] | null {
  const category = report.brandSafety.categories.find((item) => item.category === CATEGORY);
  if (category?.status !== 'assessed') return null;
  return category.segments.flatMap((segment) => {
    const seen = spanOfSeconds(segment, report);
    return report.scenes.flatMap((scene): AdultSpan[] => {
      const of = spanOfFrames(scene);
      const firstFrame = Math.max(seen.firstFrame, of.firstFrame);
      const lastFrame = Math.min(seen.lastFrame, of.lastFrame);
      if (firstFrame > lastFrame) return [];
      const reason = scene.safety.reasons.find((item) => item.category === CATEGORY);
      // A segment is at least of low risk, also where it reaches into a scene that is not judged by it.
      const risk = reason && reason.risk !== 'none' ? reason.risk : 'low';
      return [{ firstFrame, lastFrame, risk, confidence: reason?.confidence ?? segment.confidence }];
    });
  });
}
