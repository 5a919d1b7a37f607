import type { SafetyCategory, VerdictReason } from '../report.ts';
import { riskRank } from './garm.ts';
import { worseVerdict } from './policy.ts';

type Segment = Omit<SafetyCategory['segments'][number], 'thumbnail'>;
type Category = Pick<SafetyCategory, 'category'> & { readonly segments: readonly Segment[] };

/** Of every category that asks for a look or more the range that is the reason, the worst category first. */
export function listReasons(categories: readonly Category[]): VerdictReason[] {
  return categories
    .flatMap(({ category, segments }) => {
      const worst = segments.filter(({ verdict }) => verdict !== 'safe').toSorted(worstFirst)[0];
      if (!worst) return [];
      const { verdict, risk, evidence, startSeconds, endSeconds, basis } = worst;
      return [{ category, verdict, risk, evidence, startSeconds, endSeconds, ...basis }];
    })
    .toSorted(worstFirst);
}

function worstFirst(
  a: Pick<VerdictReason, 'verdict' | 'risk' | 'startSeconds'> & { readonly confidence: number },
  b: typeof a,
): number {
  if (a.verdict !== b.verdict) return worseVerdict(a.verdict, b.verdict) === a.verdict ? -1 : 1;
  return riskRank(b.risk) - riskRank(a.risk) || b.confidence - a.confidence || a.startSeconds - b.startSeconds;
}
