import { canDropFrames, countPerSecond, type Timebase } from './timebase.ts';

/** What a timecode says, as it is written. */
export interface TimecodeFields {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
  /** Whether it is marked as drop-frame. */
  readonly dropFrame: boolean;
}

const TIMECODE = /^(\d{2})[:;.](\d{2})[:;.](\d{2})([:;.,])(\d{2})$/;

/** Reads `HH:MM:SS:FF`; `;`, `.` or `,` before the frames marks drop-frame. Null for what is not a time of a day. */
export function parseTimecode(text: string): TimecodeFields | null {
  const match = TIMECODE.exec(text);
  if (!match) return null;
  const [hours, minutes, seconds, frames] = [match[1], match[2], match[3], match[5]].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return { hours, minutes, seconds, frames, dropFrame: match[4] !== ':' };
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `HH:MM:SS:FF`, or `HH:MM:SS;FF` for drop-frame. */
export const writeFields = ({ hours, minutes, seconds, frames, dropFrame }: TimecodeFields): string =>
  `${[hours, minutes, seconds].map(pad).join(':')}${dropFrame ? ';' : ':'}${pad(frames)}`;

/** How many frame numbers drop-frame skips at the start of each minute but every tenth. */
export const countDropped = ({ rate, dropFrame }: Timebase): number => (dropFrame ? countPerSecond(rate) / 15 : 0);

/** What is wrong with a timecode in a timebase, in words; null when it exists there. */
export function findTimecodeFault(fields: TimecodeFields, { rate }: Pick<Timebase, 'rate'>): string | null {
  const { minutes, seconds, frames, dropFrame } = fields;
  const perSecond = countPerSecond(rate);
  if (frames >= perSecond) return `frames go from 00 to ${pad(perSecond - 1)} there`;
  if (!dropFrame) return null;
  if (!canDropFrames(rate))
    return `only 29.97 and 59.94 frames a second have drop-frame: write ${writeFields({ ...fields, dropFrame: false })}`;
  const dropped = countDropped({ rate, dropFrame });
  if (seconds > 0 || minutes % 10 === 0 || frames >= dropped) return null;
  return `drop-frame skips the frames 00 to ${pad(dropped - 1)} of that minute: write ${writeFields({ ...fields, frames: dropped })}`;
}

/** Frames from 00:00:00:00 to a timecode that exists in a timebase. */
export function countToTimecode({ hours, minutes, seconds, frames }: TimecodeFields, timebase: Timebase): number {
  const allMinutes = hours * 60 + minutes;
  const numbers = (allMinutes * 60 + seconds) * countPerSecond(timebase.rate) + frames;
  return numbers - countDropped(timebase) * (allMinutes - Math.floor(allMinutes / 10));
}

/** The timecode so many frames after 00:00:00:00; its hours grow beyond 23. */
export function writeTimecode(frame: number, timebase: Timebase): string {
  const perSecond = countPerSecond(timebase.rate);
  const dropped = countDropped(timebase);
  const perMinute = perSecond * 60 - dropped;
  const perTenMinutes = perMinute * 10 + dropped;
  const tens = Math.floor(frame / perTenMinutes);
  const rest = frame % perTenMinutes;
  const number = frame + dropped * (9 * tens + Math.max(0, Math.floor((rest - dropped) / perMinute)));
  const seconds = Math.floor(number / perSecond);
  return writeFields({
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    frames: number % perSecond,
    dropFrame: timebase.dropFrame,
  });
}

/** Frames after which timecodes begin again at 00:00:00:00. */
export const countPerDay = (timebase: Timebase): number =>
  countToTimecode({ hours: 24, minutes: 0, seconds: 0, frames: 0, dropFrame: timebase.dropFrame }, timebase);
