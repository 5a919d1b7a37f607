import type { BreakCandidate, Report } from '../report.ts';
import { MIN_BREAK_VIDEO_SECONDS } from './spacing.ts';

type Outcome = BreakCandidate['outcome'];

const WHY: readonly (readonly [outcome: Outcome, why: string])[] = [
  ['too-close', 'lie too close to a break'],
  ['no-break-zone', 'lie in zones without breaks'],
  ['unsafe-neighbour', 'lie beside an unsafe scene'],
  ['loud', 'lie in loud sound beside a quiet cut'],
];

/** What became of the moments that were considered. */
export interface Choice {
  /** What the moments are of, for people. */
  readonly whole: 'video' | 'part';
  /** How many breaks were asked for; null: as many as are good. */
  readonly wanted: number | null;
  readonly chosen: number;
  readonly spacingSeconds: number;
  readonly durationSeconds: number;
  readonly sceneCount: number;
  readonly moments: readonly { readonly seconds: number; readonly score: number; readonly outcome: Outcome }[];
  /** What a break must score. */
  readonly minScore: number;
}

/**
 * A warning that says why there are fewer breaks than were asked for, or, where their number was left open, why there is
 * none at all. Videos that are too short for any get none of the second kind.
 */
export function describeShortage(choice: Choice): Report['warnings'] {
  const { wanted, chosen, durationSeconds } = choice;
  if (wanted === null) {
    if (chosen > 0 || durationSeconds < MIN_BREAK_VIDEO_SECONDS) return [];
    return [{ code: 'no-breaks', message: `No story break was found: ${explainNone(choice)}.` }];
  }
  if (chosen >= wanted) return [];
  return [
    {
      code: 'fewer-breaks',
      message: `${wanted} story breaks were asked for and ${chosen} found: ${explainFewer(choice)}.`,
    },
  ];
}

const describeSingleShot = (whole: Choice['whole']): string =>
  `the ${whole} is a single shot, and a break is never set inside a shot`;

function explainFewer({ whole, moments, spacingSeconds, durationSeconds }: Choice): string {
  if (durationSeconds < MIN_BREAK_VIDEO_SECONDS)
    return `the ${whole} is shorter than ${MIN_BREAK_VIDEO_SECONDS} seconds`;
  if (moments.length === 0) return describeSingleShot(whole);
  const spacing = Number(spacingSeconds.toFixed(1));
  const others = countObjections(moments).join(', ') || 'no other is left';
  return `breaks lie at least ${spacing} s apart at the beginning of a shot, and of the ${moments.length} moments ${others}`;
}

function explainNone({ whole, moments, sceneCount, minScore }: Choice): string {
  if (moments.length === 0) return describeSingleShot(whole);
  const [best] = moments
    .filter(({ outcome }) => outcome === 'low-score')
    .sort((a, b) => b.score - a.score || a.seconds - b.seconds);
  const objections = countObjections(moments);
  // Rounded down: 0.199 is not what a break needs.
  const tooLow =
    best &&
    `the best${objections.length > 0 ? ' of the others' : ''}, at ${best.seconds.toFixed(1)} s, scores ` +
      `${(Math.floor(best.score * 100) / 100).toFixed(2)} where a break needs ${minScore.toFixed(2)}` +
      (sceneCount === 1 ? `, because all of the ${whole} is one scene` : '');
  const count = moments.length === 1 ? 'the one moment' : `the ${moments.length} moments`;
  return `of ${count} at which a shot begins, ${[...objections, ...(tooLow ? [tooLow] : [])].join(', ')}`;
}

const countObjections = (moments: Choice['moments']): string[] =>
  WHY.map(([outcome, why]) => [moments.filter((moment) => moment.outcome === outcome).length, why] as const)
    .filter(([count]) => count > 0)
    .map(([count, why]) => `${count} ${count === 1 ? why.replace(/^lie/, 'lies') : why}`);
