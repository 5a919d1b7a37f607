import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Report } from '../report.ts';
import { findMissingEnd, soundAfterPictures } from './declared-length.ts';
import { hasTooFewKeyFrames } from './picture-doubt.ts';
import type { Plan } from './plan.ts';
import type { ChunkRecord } from './records.ts';

/** The last frame's length is a matter of opinion between containers and decoders; more than this is loss. */
const MISSING_SECONDS = 1;
/** Ranges that a message names; the report has all of them. */
const RANGES_NAMED = 3;

type Warnings = Report['warnings'];

const SOUND_FAULTS = {
  'not-decodable': 'The sound track cannot be decoded and was not measured',
  'format-changes': 'The sound changes its format midway and was not measured',
} as const;

/**
 * All that is to be known of the video before the report is trusted: what the plan says, and what is missing or damaged in
 * what the workers measured.
 *
 * @param grid of the part that was analysed
 */
export function listWarnings(
  plan: Plan,
  records: readonly ChunkRecord[],
  grid: FrameGrid,
  coverage: PictureCoverage,
): Warnings {
  const seconds = (grid.frameCount * grid.frameRate.denominator) / grid.frameRate.numerator;
  return [
    ...plan.warnings.filter(({ code }) => code !== 'cut-short' || findMissingEnd(plan.probe, records) !== null),
    ...describeSound(records),
    ...describePictures(plan, records, grid, coverage),
    ...(hasTooFewKeyFrames(plan, coverage)
      ? [
          {
            code: 'few-key-frames',
            message:
              `The fast preset looks at key frames only, of which ${seconds.toFixed(1)} s have ${coverage.analyzed}: ` +
              'too few to judge the video by. Use --preset balanced.',
          },
        ]
      : []),
  ];
}

function describeSound(records: readonly ChunkRecord[]): Warnings {
  const soundAfterSeconds = soundAfterPictures(records);
  const fault = records.find(({ soundFault }) => soundFault !== null)?.soundFault ?? null;
  return [
    ...(fault === null
      ? []
      : [{ code: 'sound-not-measured', message: `${SOUND_FAULTS[fault]}: silences and loudness are not known.` }]),
    ...(soundAfterSeconds <= MISSING_SECONDS
      ? []
      : [
          {
            code: 'sound-longer',
            message:
              `The sound goes on for ${soundAfterSeconds.toFixed(1)} s after the last picture: ` +
              'that part was not measured.',
          },
        ]),
  ];
}

function describePictures(
  { part }: Plan,
  records: readonly ChunkRecord[],
  grid: FrameGrid,
  { analyzed, inFile, missing: allMissing }: PictureCoverage,
): Warnings {
  const promisedFrames = part.endFrame - part.startFrame;
  // What lies behind the last packet is told as `cut-short`.
  const missing = allMissing.filter(({ startFrame }) => startFrame < promisedFrames);
  const counts = `${analyzed} of ${inFile} pictures were decoded`;
  const named = missing
    .slice(0, RANGES_NAMED)
    .map(({ startFrame, endFrame }) => {
      const [start, end] = [startFrame, Math.min(endFrame, promisedFrames)].map((frame) =>
        frameToSeconds(frame, grid).toFixed(1),
      );
      return `from ${start} to ${end} s`;
    })
    .join(', ');
  const more = missing.length > RANGES_NAMED ? ` and in ${missing.length - RANGES_NAMED} more places` : '';
  const where = missing.length === 0 ? '' : `; most are missing ${named}${more}`;
  const warnings: Warnings = [];
  if (records.some(({ isDamaged }) => isDamaged))
    warnings.push({
      code: 'damaged',
      message:
        'Parts of the file are damaged: pictures or sound there are missing or wrong. ' +
        `${counts}${where}. The rest was analysed.`,
    });
  else if (missing.length > 0)
    warnings.push({ code: 'pictures-missing', message: `${counts}${where}. The rest was analysed.` });
  const lostFrames = promisedFrames - grid.frameCount;
  if ((lostFrames * grid.frameRate.denominator) / grid.frameRate.numerator > MISSING_SECONDS)
    warnings.push({
      code: 'undecodable-end',
      message: `The last ${lostFrames} frames could not be decoded (${counts}). What comes before them was analysed.`,
    });
  return warnings;
}
