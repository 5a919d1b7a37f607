import type { Report, StoryBreak } from '../core/report.ts';

/**
 * The story breaks that an ad schedule may offer: those that are safe, in order of time. Anyone who wants the others
 * too finds them in the report.
 */
export const listAdBreaks = ({ storyBreaks }: Pick<Report, 'storyBreaks'>): StoryBreak[] =>
  storyBreaks.filter(({ safe }) => safe).sort((a, b) => a.seconds - b.seconds);

/** A break's name in ad schedules, by its number in the report: it stays the same where other breaks are left out. */
export const nameBreak = ({ index }: Pick<StoryBreak, 'index'>): string => `break-${index + 1}`;
