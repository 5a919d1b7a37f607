import type { FrameSignals } from '../measurements/frame-signals.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import { describeText } from './text-frames.ts';

/** Letters cover less of a card than what is lit covers of a picture taken at night (of 16 real films: 0.04 to 0.09, and 0.11 to 0.2). */
const MAX_MEDIAN_INK = 0.1;
/** A card is held, or comes and goes by a fade: what changes from frame to frame, as a share of the ink. */
const MAX_MEDIAN_CHANGE = 0.15;
/** How much of the shot shows the text, and how little of it anything but text on its ground. */
const MIN_TEXT_SHARE = 0.5;
const MAX_PICTURE_SHARE = 0.1;

/**
 * Which shots are cards: a title, a logo or a line of text on one flat ground, and nothing else. Frames of the transitions
 * on either side do not count.
 */
export function findCards(signals: FrameSignals, shots: readonly ShotSpan[]): boolean[] {
  return shots.map(({ startFrame, endFrame, transitionIn }, i) => {
    const first = Math.min(endFrame - 1, Math.max(startFrame, transitionIn.endFrame));
    const end = Math.max(first + 1, Math.min(endFrame, (shots[i + 1]?.transitionIn.startFrame ?? endFrame) + 1));
    const frames = Array.from({ length: end - first }, (_, k) => describeText(signals, first + k));
    const text = frames.filter(({ kind }) => kind === 'text');
    const pictures = frames.filter(({ kind }) => kind === 'picture');
    return (
      text.length >= MIN_TEXT_SHARE * frames.length &&
      pictures.length <= MAX_PICTURE_SHARE * frames.length &&
      median(text.map(({ ink }) => ink)) <= MAX_MEDIAN_INK &&
      median(text.map(({ change }) => change)) <= MAX_MEDIAN_CHANGE
    );
  });
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
