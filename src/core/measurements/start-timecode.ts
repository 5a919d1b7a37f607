import { ReelsightError } from '../errors.ts';
import { type Rational, toNumber } from './rational.ts';
import {
  canDropFrames,
  chooseTimecodeRate,
  countPerSecond,
  findEditingRate,
  isSameRate,
  type Timebase,
} from './timebase.ts';
import {
  countToTimecode,
  findTimecodeFault,
  parseTimecode,
  type TimecodeFields,
  writeFields,
} from './timecode-text.ts';

/** The timecode that a file gives its first picture. */
export interface SourceTimecode {
  /** As the file has it, for example `01:00:00;00`; null when it has none. */
  readonly startTimecode: string | null;
  /** Frames a second that it counts, where the file says that. */
  readonly startTimecodeRate: Rational | null;
}

/** How the timecodes of a video count, and what its file says of its own. */
export interface VideoTimecode extends Timebase {
  /** Whether the pictures come at another rate, so that timecodes follow the time rather than the pictures. */
  readonly isConformed: boolean;
  /** The source's own timecode of frame 0; null when it has none that exists. */
  readonly sourceStart: string | null;
  /** Frames a second that `sourceStart` counts. */
  readonly sourceRate: Rational | null;
}

const NTSC: Rational = { numerator: 30_000, denominator: 1001 };
const NTSC_DOUBLED: Rational = { numerator: 60_000, denominator: 1001 };

/**
 * Decides how a video's timecodes count. A source's own timecode decides about drop-frame. It decides about the rate too
 * where the pictures come at one that cannot be edited, unless it is slower than they are.
 */
export function describeTimecode(frameRate: Rational, source: SourceTimecode): VideoTimecode {
  const chosen = chooseTimecodeRate(frameRate);
  const own = readSource(source, chosen);
  const isTaken = own !== null && !isSameRate(frameRate, chosen) && toNumber(own.rate) >= toNumber(frameRate);
  const rate = isTaken ? own.rate : chosen;
  return {
    rate,
    dropFrame: canDropFrames(rate) && (own?.fields.dropFrame ?? true),
    isConformed: !isSameRate(frameRate, rate),
    sourceStart: own && writeFields(own.fields),
    sourceRate: own?.rate ?? null,
  };
}

/** Null for a timecode that does not exist: a file may say anything. */
function readSource({ startTimecode, startTimecodeRate }: SourceTimecode, chosen: Rational) {
  const fields = startTimecode === null ? null : parseTimecode(startTimecode);
  if (!fields) return null;
  const given = (startTimecodeRate && findEditingRate(startTimecodeRate)) ?? chosen;
  // Drop-frame itself says that seconds count 30 or 60 frames, whatever else the file says.
  const isMisstated = fields.dropFrame && !canDropFrames(given);
  const rate = !isMisstated ? given : fields.frames < 30 ? NTSC : NTSC_DOUBLED;
  return findTimecodeFault(fields, { rate }) === null ? { fields, rate } : null;
}

/** A timebase, and which of its frames the first picture is, counted from 00:00:00:00. */
export interface TimecodeStart extends Timebase {
  readonly startFrame: number;
}

/** What may be asked of timecodes: `source`, `zero`, or a timecode. */
export const isStartTimecode = (text: string): boolean =>
  text === 'source' || text === 'zero' || parseTimecode(text) !== null;

export const START_TIMECODE_HINT = 'give source, zero or HH:MM:SS:FF (HH:MM:SS;FF for drop-frame)';

/**
 * Where timecodes begin: at `zero`, at the `source`'s own, or at a timecode, which also says by `;` or `:` whether they
 * are drop-frame. The source's own may count another rate than the timebase (a camera's 29.97 for 59.94 pictures): hours,
 * minutes and seconds stay, and its frames become those of the timebase at the same time.
 *
 * @throws ReelsightError `input` for a timecode that does not exist at the rate, and for `source` where there is none.
 */
export function resolveStartTimecode(start: string, timecode: VideoTimecode): TimecodeStart {
  const { rate, dropFrame, sourceStart, sourceRate } = timecode;
  if (start === 'zero') return { rate, dropFrame, startFrame: 0 };
  if (start === 'source') {
    const fields = sourceStart === null ? null : parseTimecode(sourceStart);
    if (!fields)
      throw new ReelsightError(
        'input',
        'The video has no start timecode of its own: give a timecode, or zero, in place of source.',
      );
    return {
      rate,
      dropFrame,
      startFrame: countToTimecode(convertFrames(fields, sourceRate ?? rate, rate), { rate, dropFrame }),
    };
  }
  const fields = parseTimecode(start);
  if (!fields)
    throw new ReelsightError('input', `Received ${JSON.stringify(start)} as start timecode: ${START_TIMECODE_HINT}.`);
  const fault = findTimecodeFault(fields, { rate });
  if (fault !== null)
    throw new ReelsightError(
      'input',
      `The start timecode ${start} does not exist at the ${describeRate(rate)} frames a second that this video's timecodes count: ${fault}.`,
    );
  const timebase = { rate, dropFrame: fields.dropFrame };
  return { ...timebase, startFrame: countToTimecode(fields, timebase) };
}

const convertFrames = (fields: TimecodeFields, from: Rational, to: Rational): TimecodeFields => ({
  ...fields,
  frames: Math.floor((fields.frames * countPerSecond(to)) / countPerSecond(from)),
});

/** Frames a second for people: `29.97`. */
export const describeRate = (rate: Rational): string => String(Math.round(toNumber(rate) * 1000) / 1000);
