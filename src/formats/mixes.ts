import type { Report } from '../core/report.ts';

/** A dissolve or wipe as editing programs know it: frames in which two shots are seen at once. */
export interface Mix {
  readonly type: 'dissolve' | 'wipe';
  /** First frame that is mixed, and the first that no longer is. */
  readonly startFrame: number;
  readonly endFrame: number;
}

/**
 * For each shot the mix that it begins with; null for a cut, and where two mixes would overlap in a short shot, which no
 * edit list can say.
 *
 * Both sides of a mix come from the same place of the same video, so an editing program mixes each frame with itself and
 * the picture stays as it is. That does not hold for a fade, whose other side is black: it would be faded twice, so it is
 * none here.
 */
export function listMixes({ shots }: Pick<Report, 'shots'>): (Mix | null)[] {
  const mixes: (Mix | null)[] = [];
  // The end of what came before: a mix may not begin there or earlier.
  let lastEnd = 0;
  for (const [position, { transitionIn, startFrame, endFrame }] of shots.entries()) {
    const { type } = transitionIn;
    const mix = { startFrame: transitionIn.startFrame + 1, endFrame: transitionIn.endFrame };
    const isMix =
      (type === 'dissolve' || type === 'wipe') &&
      position > 0 &&
      mix.startFrame > lastEnd &&
      mix.startFrame <= startFrame &&
      mix.endFrame > startFrame &&
      mix.endFrame < endFrame;
    mixes.push(isMix ? { type, ...mix } : null);
    lastEnd = isMix ? mix.endFrame : startFrame;
  }
  return mixes;
}
