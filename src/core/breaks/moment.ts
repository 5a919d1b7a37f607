import { silenceThresholdDb } from '../cues/silence.ts';
import type { AudioLevels } from '../measurements/sound-measurement.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';

/** Frames at which a picture may be interrupted without showing more of it: both ends belong to the range. */
export interface FrameChoice {
  readonly firstFrame: number;
  readonly lastFrame: number;
}

/**
 * Makes the function that picks the frame of a choice at the quietest point of the sound; of equally quiet ones that
 * nearest to the middle, of two as near the earlier. A frame is as quiet as the loudest of the tenth of a second that it
 * lies in and its neighbours, so that a word's end is not cut off. All that is silent is equally quiet. Without sound:
 * the middle.
 */
export function createMomentFinder(audio: AudioLevels | null, grid: FrameGrid): (choice: FrameChoice) => number {
  const floorDb = audio ? silenceThresholdDb(audio) : 0;
  const levelAt = (frame: number): number => {
    if (!audio) return 0;
    const window = Math.floor((frameToSeconds(frame, grid) - audio.startSeconds) / audio.windowSeconds + 1e-6);
    let loudest = floorDb;
    for (let i = window - 1; i <= window + 1; i++) loudest = Math.max(loudest, audio.levelsDb[i] ?? floorDb);
    return loudest;
  };
  return ({ firstFrame, lastFrame }) => {
    const middle = Math.floor((firstFrame + lastFrame) / 2);
    let best = middle;
    let bestDb = levelAt(middle);
    for (let frame = firstFrame; frame <= lastFrame; frame++) {
      const db = levelAt(frame);
      if (db > bestDb || (db === bestDb && Math.abs(frame - middle) >= Math.abs(best - middle))) continue;
      best = frame;
      bestDb = db;
    }
    return best;
  };
}
