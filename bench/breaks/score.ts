import { measureLoudnessDb, measureProgrammeDb } from '../../src/core/cues/loudness.ts';
import { frameToSeconds, secondsToFrame } from '../../src/core/measurements/timecode.ts';
import { tableHead, tableRow } from '../harness/tables.ts';
import { UNSAFE_NEAR_SECONDS } from './make-programme.ts';
import type { Programme } from './programme.ts';

/** A break this near to a true one is right; each true one counts once. */
const HIT_SECONDS = 1;
/** Sound within 10 dB of the programme's level is loud; a cut 20 dB below it within 5 seconds was the better place. */
const LOUD_BELOW_DB = 10;
const QUIET_BELOW_DB = 20;
const QUIET_NEAR_SECONDS = 5;
const AROUND_SECONDS = 0.3;

const COLUMNS = [
  'precision',
  'recall',
  'inside a shot',
  'inside sound',
  'too close',
  'beside unsafe',
  'in credits',
  'breaks',
];
export const TABLE_HEAD = tableHead(['method', ...COLUMNS]);

export const share = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(3));

/** A row of the table: shares of what was found, recall of what was wanted. */
export const describeScore = (name: string, s: Score): string =>
  tableRow([
    name,
    share(s.hits, s.found),
    share(s.hits, s.wanted),
    ...[s.insideShot, s.insideSound, s.tooClose, s.besideUnsafe, s.inCredits].map((count) => share(count, s.found)),
    `${s.found}`,
  ]);

/** Counts, to be added up over programmes. */
export interface Score {
  wanted: number;
  found: number;
  hits: number;
  insideShot: number;
  insideSound: number;
  tooClose: number;
  besideUnsafe: number;
  inCredits: number;
}

export const createScore = (): Score => ({
  wanted: 0,
  found: 0,
  hits: 0,
  insideShot: 0,
  insideSound: 0,
  tooClose: 0,
  besideUnsafe: 0,
  inCredits: 0,
});

export function addScore(total: Score, programme: Programme, breaks: readonly number[]): void {
  const { truth, unsafe, cues } = programme;
  const count = (test: (seconds: number, index: number) => boolean) => breaks.filter(test).length;
  const isLoudBesideQuiet = createSoundTest(programme);
  total.wanted += truth.breaks.length;
  total.found += breaks.length;
  total.hits += countHits(truth.breaks, breaks);
  total.insideShot += count((seconds) => isInsideShot(programme, seconds));
  total.insideSound += count(isLoudBesideQuiet);
  total.tooClose += count((seconds, i) => i > 0 && seconds - breaks[i - 1] < truth.spacingSeconds - 0.001);
  total.besideUnsafe += count((seconds) =>
    unsafe.some(
      ({ startSeconds, endSeconds }) =>
        seconds > startSeconds - UNSAFE_NEAR_SECONDS && seconds < endSeconds + UNSAFE_NEAR_SECONDS,
    ),
  );
  total.inCredits += count((seconds) =>
    cues.some(
      ({ type, startSeconds, endSeconds }) => type === 'end-credits' && seconds >= startSeconds && seconds < endSeconds,
    ),
  );
}

/** The most pairs of a true break and a found one within a second of each other; both rising. */
export function countHits(truth: readonly number[], breaks: readonly number[]): number {
  let hits = 0;
  for (let t = 0, b = 0; t < truth.length && b < breaks.length; ) {
    if (Math.abs(truth[t] - breaks[b]) <= HIT_SECONDS) {
      hits++;
      t++;
      b++;
    } else if (truth[t] < breaks[b]) t++;
    else b++;
  }
  return hits;
}

/** Neither in a transition, from its last outgoing frame to its first incoming one, nor in a blank picture. */
export function isInsideShot({ shots, cues, grid }: Programme, seconds: number): boolean {
  const frame = secondsToFrame(seconds + 1e-4, grid);
  const inTransition = shots
    .slice(1)
    .some(({ transitionIn }) => frame >= transitionIn.startFrame && frame <= transitionIn.endFrame);
  const inBlank = cues.some(
    (cue) =>
      (cue.type === 'black' || cue.type === 'white') &&
      seconds >= cue.startSeconds - 1e-4 &&
      seconds <= cue.endSeconds + 1e-4,
  );
  return !inTransition && !inBlank;
}

/** Sound over the moment, and a quiet cut near. Where no levels are known, all that is not silence is sound. */
function createSoundTest({ audio, shots, cues, grid }: Programme): (seconds: number) => boolean {
  const starts = shots.slice(1).map(({ startFrame }) => frameToSeconds(startFrame, grid));
  const isQuietNear = (seconds: number, isQuiet: (start: number) => boolean) =>
    starts.some((start) => Math.abs(start - seconds) <= QUIET_NEAR_SECONDS && isQuiet(start));
  if (!audio) {
    const silences = cues.filter(({ type }) => type === 'silence');
    const isSilent = (seconds: number) =>
      silences.some(
        ({ startSeconds, endSeconds }) =>
          seconds > startSeconds - AROUND_SECONDS && seconds < endSeconds + AROUND_SECONDS,
      );
    return (seconds) => !isSilent(seconds) && isQuietNear(seconds, isSilent);
  }
  const programmeDb = measureProgrammeDb(audio);
  // Sound that ends or begins at a cut is not cut by it: of the two sides the quieter counts.
  const levelAt = (seconds: number) =>
    Math.min(
      measureLoudnessDb(audio, seconds - AROUND_SECONDS, seconds) ?? programmeDb,
      measureLoudnessDb(audio, seconds, seconds + AROUND_SECONDS) ?? programmeDb,
    );
  return (seconds) =>
    programmeDb > -60 &&
    levelAt(seconds) >= programmeDb - LOUD_BELOW_DB &&
    isQuietNear(seconds, (start) => levelAt(start) <= programmeDb - QUIET_BELOW_DB);
}
