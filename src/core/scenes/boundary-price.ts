import type { ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';
import { isBlank, type Unit } from './units.ts';

/** What a new scene must gain over going on with the old one (measured: `bench/scenes.ts`). */
const PRICE = 1;
/** Between two long takes a change of place is likelier than between short ones: the price falls with their length. */
const FULL_PRICE_SECONDS = 4;
const MIN_PRICE_SECONDS = 12;
const MIN_PRICE_SHARE = 0.1;
/** A blank picture, a fade or a card mostly ends a scene: it takes real likeness on both sides to go on across it. */
const BLANK_PRICE = -0.3;
const BLANK_NEAR_SECONDS = 0.5;
/** A dissolve ends a scene more often than a cut does. */
const DISSOLVE_SHARE = 0.7;
/** Pictures nearer than this are views of one place; a link of distance 0 adds the second number to the price. */
const LINK_DISTANCE = 0.45;
const LINK_PRICE = 3;

/** The prices of the borders before each unit: what the grouping must gain to set one. Index 0 is never used. */
export function priceBoundaries(input: {
  units: readonly Unit[];
  /** Of `measureLinks`. */
  links: Float64Array;
  shots: readonly ShotSpan[];
  cues: readonly Cue[];
  grid: FrameGrid;
}): number[] {
  const { units, links, shots, cues, grid } = input;
  const blanks = cues.filter(isBlank);
  const secondsOf = ({ firstShot, lastShot }: Unit) =>
    frameToSeconds(shots[lastShot].endFrame, grid) - frameToSeconds(shots[firstShot].startFrame, grid);
  return units.map((unit, i) => {
    if (i === 0) return 0;
    const { transitionIn, startFrame } = shots[unit.firstShot];
    const seconds = frameToSeconds(startFrame, grid);
    const isNear = (cue: Cue) =>
      cue.startSeconds < seconds + BLANK_NEAR_SECONDS && cue.endSeconds > seconds - BLANK_NEAR_SECONDS;
    // A card at the end resembles whatever is dark.
    const linkPrice = unit.card === 'only' ? 0 : LINK_PRICE * Math.max(0, 1 - links[i] / LINK_DISTANCE);
    if (unit.card !== 'none' || transitionIn.type === 'fade' || blanks.some(isNear)) return BLANK_PRICE + linkPrice;
    const takeSeconds = Math.min(secondsOf(units[i - 1]), secondsOf(unit));
    const share = 1 - (takeSeconds - FULL_PRICE_SECONDS) / (MIN_PRICE_SECONDS - FULL_PRICE_SECONDS);
    const dissolveShare = transitionIn.type === 'dissolve' ? DISSOLVE_SHARE : 1;
    return PRICE * dissolveShare * Math.min(1, Math.max(MIN_PRICE_SHARE, share)) + linkPrice;
  });
}
