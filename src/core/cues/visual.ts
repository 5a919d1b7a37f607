import type { FrameSignals } from '../measurements/frame-signals.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';
import { testPictures } from './flat-pictures.ts';
import { type FrameRange, runs } from './runs.ts';
import { chooseFreezes, findStills } from './stills.ts';

/** Shorter ones are not a cue: a flash is not white, a dropped frame no black. */
const MIN_SECONDS = { black: 0.1, white: 0.2, 'color-bars': 0.5 } as const;

/**
 * Finds black, white, frozen pictures and colour bars that last, in order of time. Ranges are half open, in
 * presentation time. Black, white and bars are not called frozen as well.
 *
 * @param signals every frame of the video, from frame 0
 */
export function findVisualCues(signals: FrameSignals, grid: FrameGrid): Cue[] {
  const cues = (type: Cue['type'], ranges: readonly FrameRange[], minSeconds = 0): Cue[] =>
    ranges
      .map(({ startFrame, endFrame }) => ({
        type,
        startSeconds: frameToSeconds(startFrame, grid),
        endSeconds: frameToSeconds(endFrame, grid),
      }))
      .filter(({ startSeconds, endSeconds }) => endSeconds - startSeconds >= minSeconds);
  const { isBlack, isWhite, isBars } = testPictures(signals);
  const { count } = signals;
  return [
    ...cues('black', runs(count, isBlack), MIN_SECONDS.black),
    ...cues('white', runs(count, isWhite), MIN_SECONDS.white),
    ...cues('freeze', chooseFreezes(findStills(signals, grid), signals)),
    ...cues('color-bars', runs(count, isBars), MIN_SECONDS['color-bars']),
  ].sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds || (a.type < b.type ? -1 : 1));
}
