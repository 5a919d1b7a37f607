import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import type { Plan } from './plan.ts';

/** Encoders write a key frame every 10 seconds at least, unless they are told to write none. */
const MAX_INTERVAL_SECONDS = 12;
/** One picture shows this much. */
const ONE_PICTURE_SECONDS = 3;

/** Why what the fast preset looked at does not suffice to call the video safe; null: it does. */
export const describeKeyFrameDoubt = (plan: Plan, coverage: PictureCoverage): string | null =>
  hasTooFewKeyFrames(plan, coverage)
    ? `only ${coverage.analyzed} ${coverage.analyzed === 1 ? 'picture was' : 'pictures were'} looked at: the file has too few key frames for the fast preset`
    : null;

/** Whether the key frames that the fast preset looks at are too few to judge a video by. */
export function hasTooFewKeyFrames({ options, probe }: Plan, { analyzed }: PictureCoverage): boolean {
  if (options.preset !== 'fast') return false;
  const seconds = (probe.frameCount * probe.frameRate.denominator) / probe.frameRate.numerator;
  return seconds > Math.max(ONE_PICTURE_SECONDS, (analyzed <= 1 ? 0 : MAX_INTERVAL_SECONDS) * analyzed);
}
