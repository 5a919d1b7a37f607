import type { BreakCandidate, Report } from '../report.ts';
import { MIN_VIDEO_SECONDS } from './spacing.ts';

type Outcome = BreakCandidate['outcome'];

const WHY: readonly (readonly [outcome: Outcome, why: string])[] = [
  ['too-close', 'lie too close to a break'],
  ['no-break-zone', 'lie in zones without breaks'],
  ['unsafe-neighbour', 'lie beside an unsafe scene'],
  ['loud', 'lie in loud sound beside a quiet cut'],
];

/** A warning when fewer breaks were chosen than were asked for, that says why. */
export function describeShortage(input: {
  wanted: number | null;
  chosen: number;
  spacingSeconds: number;
  durationSeconds: number;
  /** Of all moments that were considered. */
  outcomes: readonly Outcome[];
}): Report['warnings'] {
  const { wanted, chosen, spacingSeconds, durationSeconds, outcomes } = input;
  if (wanted === null || chosen >= wanted) return [];
  const spacing = Number(spacingSeconds.toFixed(1));
  const counts = WHY.map(([outcome, why]) => [outcomes.filter((other) => other === outcome).length, why] as const);
  const others = counts.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`);
  const why =
    durationSeconds < MIN_VIDEO_SECONDS
      ? `the video is shorter than ${MIN_VIDEO_SECONDS} seconds`
      : outcomes.length === 0
        ? 'the video is a single shot, and a break is never set inside a shot'
        : `breaks lie at least ${spacing} s apart at the beginning of a shot, and of the ${outcomes.length} moments ${others.join(', ') || 'no other is left'}`;
  return [
    {
      code: 'fewer-breaks',
      message: `${wanted} story breaks were asked for and ${chosen} found: ${why}.`,
    },
  ];
}
