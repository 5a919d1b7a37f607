import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';

/** Cues of pictures that show nothing. */
const BLANK: readonly Cue['type'][] = ['black', 'white', 'color-bars'];

/** Says of a frame whether it shows nothing: black, white, or a test picture. */
export function createBlankCheck(cues: readonly Cue[], grid: FrameGrid): (frame: number) => boolean {
  const blanks = cues.filter(({ type }) => BLANK.includes(type));
  return (frame) => {
    const seconds = frameToSeconds(frame, grid);
    return blanks.some(({ startSeconds, endSeconds }) => seconds >= startSeconds && seconds < endSeconds);
  };
}
