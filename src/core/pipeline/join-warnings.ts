import type { Report } from '../report.ts';
import type { JoinedMeasurements } from './join-chunks.ts';
import type { Plan } from './plan.ts';
import type { ChunkRecord } from './records.ts';

/** The last frame's length is a matter of opinion between containers and decoders; more than this is loss. */
const MISSING_SECONDS = 1;

/** What is missing or damaged in what the workers measured. */
export function findJoinWarnings(
  plan: Plan,
  records: readonly ChunkRecord[],
  { signals, audio }: JoinedMeasurements,
): Report['warnings'] {
  const warnings: Report['warnings'] = [];
  const { frameRate, audioStream, frameCount } = plan.probe;
  if (audioStream !== null && audio === null)
    warnings.push({
      code: 'sound-not-measured',
      message: 'The sound changes its format midway and was not measured: silences and loudness are not known.',
    });
  if (records.some(({ isDamaged }) => isDamaged))
    warnings.push({
      code: 'damaged',
      message: 'Parts of the file are damaged: pictures or sound there are missing or wrong. The rest was analysed.',
    });
  const missing = frameCount - signals.count;
  if ((missing * frameRate.denominator) / frameRate.numerator > MISSING_SECONDS)
    warnings.push({
      code: 'undecodable-end',
      message: `The last ${missing} frames could not be decoded. What comes before them was analysed.`,
    });
  return warnings;
}
