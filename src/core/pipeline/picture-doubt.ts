import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import type { Plan } from './plan.ts';
import type { ChunkRecord } from './records.ts';

/** Encoders write a key frame every 10 seconds at least, unless they are told to write none. */
const MAX_INTERVAL_SECONDS = 12;
/** One picture shows this much. */
const ONE_PICTURE_SECONDS = 3;

/**
 * From so many errors of the decoder on, and from this share of the pictures: it shows a damaged picture as well as it
 * can, and what refers to that one as if nothing were wrong.
 */
const MIN_ERRORS = 3;
const MAX_ERROR_SHARE = 0.02;

/** What is less, of a damaged file, is not a fair sample of it: by design codecs leave out no more than half (fields). */
const MIN_SEEN_SHARE = 0.5;

/** Why the pictures that were seen do not suffice to call the video safe, in words; null: they do. */
export function describePictureDoubt(
  plan: Plan,
  records: readonly ChunkRecord[],
  coverage: PictureCoverage,
): string | null {
  const { analyzed, inFile } = coverage;
  if (hasTooFewKeyFrames(plan, coverage))
    return `only ${analyzed} ${analyzed === 1 ? 'picture was' : 'pictures were'} looked at: the file has too few key frames for the fast preset`;
  if (analyzed <= MIN_SEEN_SHARE * inFile && records.some(({ isDamaged }) => isDamaged))
    return `only ${analyzed} of ${inFile} pictures could be decoded`;
  const errors = records.reduce((sum, { pictureErrors }) => sum + pictureErrors, 0);
  if (errors >= MIN_ERRORS && errors > MAX_ERROR_SHARE * analyzed)
    return `the decoder reported ${errors} errors in ${analyzed} pictures: what they show is not sure`;
  return null;
}

/** Whether the key frames that the fast preset looks at are too few to judge a video by. */
export function hasTooFewKeyFrames({ options, probe, part }: Plan, { analyzed }: PictureCoverage): boolean {
  if (options.preset !== 'fast') return false;
  const seconds = ((part.endFrame - part.startFrame) * probe.frameRate.denominator) / probe.frameRate.numerator;
  return seconds > Math.max(ONE_PICTURE_SECONDS, (analyzed <= 1 ? 0 : MAX_INTERVAL_SECONDS) * analyzed);
}
