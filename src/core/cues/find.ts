import type { FrameSignals } from '../measurements/frame-signals.ts';
import type { SoundMeasurement } from '../measurements/sound-measurement.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';
import { findEndCredits } from './credits.ts';
import { findSilences } from './silence.ts';
import { findSlates } from './slate.ts';
import { findVisualCues } from './visual.ts';

/** All cues of a video in order of time. A card of a slate or of credits that is held is not called frozen as well. */
export function findCues(signals: FrameSignals, sound: SoundMeasurement | null, grid: FrameGrid): Cue[] {
  const cards = [...findSlates(signals, grid), ...findEndCredits(signals, grid)];
  const isCard = (cue: Cue) =>
    cards.some(({ startSeconds, endSeconds }) => startSeconds < cue.endSeconds && cue.startSeconds < endSeconds);
  const visual = findVisualCues(signals, grid).filter((cue) => cue.type !== 'freeze' || !isCard(cue));
  return [...visual, ...cards, ...findSilences(sound, grid)].sort(
    (a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds || (a.type < b.type ? -1 : 1),
  );
}
