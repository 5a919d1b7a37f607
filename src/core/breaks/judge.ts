import type { ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { SceneSafety } from '../report.ts';
import type { PossibleBreak } from './candidates.ts';
import type { BreakSound } from './sound.ts';
import { isInZone, type Zone } from './zones.ts';

/** A boundary in loud sound loses to a quiet cut this near: the ear is offended by a cut word, the eye by little. */
const QUIET_NEAR_SECONDS = 5;
/** A break so near to an unsafe scene is beside it, whichever shot it begins with. */
const UNSAFE_NEAR_SECONDS = 5;

export interface Moment extends PossibleBreak {
  /** Why it may not be chosen, whatever its score. */
  readonly objection: 'no-break-zone' | 'unsafe-neighbour' | 'loud' | null;
}

/**
 * Says which moments may not be chosen, and hands the strength of a scene's beginning in loud sound over to the nearest
 * quiet cut within 5 seconds.
 */
export function judgeMoments(input: {
  /** In time order. */
  candidates: readonly PossibleBreak[];
  zones: readonly Zone[];
  scenes: readonly { readonly firstShot: number; readonly lastShot: number; readonly safety: SceneSafety }[];
  shots: readonly ShotSpan[];
  grid: FrameGrid;
  sound: BreakSound;
}): Moment[] {
  const { candidates, zones, scenes, shots, grid, sound } = input;
  const unsafe = scenes
    .filter(({ safety }) => safety.verdict === 'unsafe')
    .map(({ firstShot, lastShot }) => ({
      startSeconds: frameToSeconds(shots[firstShot].startFrame, grid) - UNSAFE_NEAR_SECONDS,
      endSeconds: frameToSeconds(shots[lastShot].endFrame, grid) + UNSAFE_NEAR_SECONDS,
    }));
  const isUnsafe = ({ seconds, sceneBefore, sceneAfter }: PossibleBreak) =>
    isInZone(seconds, unsafe) || [sceneBefore, sceneAfter].some((scene) => scenes[scene].safety.verdict === 'unsafe');
  const moments = candidates.map((candidate): Moment => {
    if (isInZone(candidate.seconds, zones)) return { ...candidate, objection: 'no-break-zone' };
    return { ...candidate, objection: isUnsafe(candidate) ? 'unsafe-neighbour' : null };
  });
  const strengths = moments.map(({ boundaryStrength }) => boundaryStrength);
  const objections = moments.map(({ objection }) => objection);
  moments.forEach(({ objection, boundaryStrength }, i) => {
    if (objection !== null) return;
    const quiet = findQuietNear(moments, i, sound);
    if (quiet === null) return;
    objections[i] = 'loud';
    strengths[quiet] = Math.max(strengths[quiet], boundaryStrength);
  });
  return moments.map((moment, i) => ({ ...moment, objection: objections[i], boundaryStrength: strengths[i] }));
}

/** The nearest moment that is quiet and free of objections, the earlier of two; null when there is none near. */
function findQuietNear(moments: readonly Moment[], at: number, sound: BreakSound): number | null {
  const distanceTo = (i: number) => Math.abs(moments[i].seconds - moments[at].seconds);
  const isNear = (i: number) => i >= 0 && i < moments.length && distanceTo(i) <= QUIET_NEAR_SECONDS;
  let nearest: number | null = null;
  const consider = (i: number) => {
    if (moments[i].objection !== null || !sound.isQuieter(moments[i].seconds, moments[at].seconds)) return;
    if (nearest === null || distanceTo(i) < distanceTo(nearest)) nearest = i;
  };
  for (let i = at - 1; isNear(i); i--) consider(i);
  for (let i = at + 1; isNear(i); i++) consider(i);
  return nearest;
}
