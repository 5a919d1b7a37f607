import { countMissing, type PictureCoverage } from '../measurements/picture-coverage.ts';
import type { SampleSpan } from '../measurements/sample-cells.ts';
import type { SceneSpan, ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, roundSeconds } from '../measurements/timecode.ts';
import type { NotSeen } from '../report.ts';

/** What may be missing of a shot, of a scene or of the video before it can no longer be called safe. */
const MAX_SHARE = 0.1;
const MAX_SECONDS = 2;

/** What keeps a verdict from being safe though nothing was found: what nobody saw. null: nothing does. */
export interface UnseenParts {
  readonly video: NotSeen | null;
  readonly scenes: readonly (NotSeen | null)[];
}

/**
 * Finds where too little was seen to call it safe. A scene is as its worst shot, the video as its worst scene; what is
 * missing behind the last frame is of no scene, only of the video.
 *
 * @param doubt why no part of the video was seen well enough, in words; null: no such reason
 */
export function findUnseenParts(input: {
  coverage: Pick<PictureCoverage, 'missing' | 'frameCount'>;
  doubt: string | null;
  shots: readonly ShotSpan[];
  scenes: readonly Pick<SceneSpan, 'firstShot' | 'lastShot'>[];
  grid: FrameGrid;
}): UnseenParts {
  const { coverage, doubt, shots, scenes, grid } = input;
  const describe = (range: SampleSpan): NotSeen => {
    const toSeconds = (frames: number) =>
      roundSeconds((frames * grid.frameRate.denominator) / grid.frameRate.numerator);
    const seconds = toSeconds(countMissing(coverage.missing, range));
    const ofSeconds = toSeconds(range.endFrame - range.startFrame);
    const lost = `${seconds.toFixed(1)} s of ${ofSeconds.toFixed(1)} s of the pictures could not be decoded`;
    return {
      seconds,
      ofSeconds,
      text: [...(seconds > 0 ? [lost] : []), ...(doubt === null ? [] : [doubt])].join('; '),
    };
  };
  const isTooMuch = (range: SampleSpan) => {
    const { seconds, ofSeconds } = describe(range);
    return doubt !== null || seconds > MAX_SECONDS || seconds > MAX_SHARE * ofSeconds;
  };
  const found = scenes.map(({ firstShot, lastShot }) => {
    const own = shots.slice(firstShot, lastShot + 1);
    const range = { startFrame: shots[firstShot].startFrame, endFrame: shots[lastShot].endFrame };
    return [range, ...own].some(isTooMuch) ? describe(range) : null;
  });
  const whole = { startFrame: 0, endFrame: Math.max(grid.frameCount, coverage.frameCount) };
  return { video: isTooMuch(whole) || found.some((scene) => scene !== null) ? describe(whole) : null, scenes: found };
}
