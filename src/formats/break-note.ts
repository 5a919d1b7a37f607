import type { Report } from '../core/report.ts';

/**
 * What a file of ad breaks says, as a comment, of those that it does not hold; null where it holds all that there are.
 * An empty file may be an error to a player: a person who opens it sees why it is empty.
 */
export function describeMissingBreaks({ storyBreaks }: Pick<Report, 'storyBreaks'>): string | null {
  if (storyBreaks.length === 0) return 'The video has no story break: see the warnings in report.json.';
  const left = storyBreaks.filter(({ safe }) => !safe).length;
  if (left === 0) return null;
  const breaks = left === 1 ? '1 story break is' : `${left} story breaks are`;
  return `${breaks} left out, beside a scene that is not safe: see storyBreaks in report.json.`;
}
