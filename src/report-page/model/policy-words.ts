import type { Policy, Tolerance } from '../../core/report.ts';

/** What a tolerance asks for, for example `Review from medium risk on, unsafe from high risk on`. */
function describeTolerance({ reviewFrom, unsafeFrom }: Tolerance): string {
  const words = [
    ...(reviewFrom !== null && reviewFrom !== unsafeFrom ? [`review from ${reviewFrom} risk on`] : []),
    ...(unsafeFrom === null ? [] : [`unsafe from ${unsafeFrom} risk on`]),
  ];
  return words.length === 0 ? 'safe whatever the risk' : words.join(', ');
}

/**
 * What a policy means, a sentence an item: the rule, its exceptions, and what comes of categories that were not
 * assessed.
 */
export function describePolicy({ default: rule, categories, notAssessed }: Policy): string[] {
  const exceptions = Object.entries(categories).map(
    ([category, tolerance]) => `${category}: ${describeTolerance(tolerance)}.`,
  );
  const words = describeTolerance(rule);
  return [
    `${exceptions.length > 0 ? 'In general' : 'In every category'}: ${words}.`,
    ...exceptions,
    notAssessed === 'review'
      ? 'Where any category was not assessed, the verdict is review at least.'
      : 'Categories that were not assessed do not count towards the verdict.',
  ];
}
