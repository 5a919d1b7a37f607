import type { Random } from '../../src/core/math/random.ts';
import type { AudioLevels } from '../../src/core/measurements/sound-measurement.ts';
import type { Range } from './programme.ts';

export const WINDOW_SECONDS = 0.1;
export const STYLES = ['talk', 'music', 'action', 'ambience'] as const;
export type Style = (typeof STYLES)[number];

/** A stretch of one kind of sound. */
export interface Passage extends Range {
  readonly style: Style;
  readonly levelDb: number;
}

/** A stretch that is quieter than what is around it. */
export interface Pause extends Range {
  /** null: down to the room's tone. */
  readonly dipDb: number | null;
}

const gaussian = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/**
 * A made-up sound track: levels of tenths of a second, and when somebody speaks. Talk comes in utterances of 1.5 to 6
 * seconds with gaps of 0.1 to 0.45 seconds between them, and varies from syllable to syllable; music hardly varies;
 * action does much; ambience is 16 dB lower.
 */
export function makeSoundTrack(
  seconds: number,
  passages: readonly Passage[],
  pauses: readonly Pause[],
  roomDb: number,
  random: Random,
): { audio: AudioLevels; speech: Range[] } {
  const levelsDb = new Float32Array(Math.ceil(seconds / WINDOW_SECONDS));
  const speech: Range[] = [];
  for (const { startSeconds, endSeconds, style, levelDb } of passages) {
    let utteranceEnd = startSeconds;
    let nextStart = startSeconds + 0.3 * random();
    for (
      let i = Math.round(startSeconds / WINDOW_SECONDS);
      i < Math.min(levelsDb.length, endSeconds / WINDOW_SECONDS);
      i++
    ) {
      const t = i * WINDOW_SECONDS;
      if (style === 'talk' && t >= nextStart) {
        utteranceEnd = Math.min(endSeconds, nextStart + 1.5 + 4.5 * random());
        speech.push({ startSeconds: nextStart, endSeconds: utteranceEnd });
        nextStart = utteranceEnd + 0.1 + 0.35 * random();
      }
      const spread = { talk: 5, music: 1.5, action: 4, ambience: 2 }[style];
      const base = style === 'ambience' ? levelDb - 16 : levelDb;
      const isGap = style === 'talk' && t >= utteranceEnd;
      levelsDb[i] = isGap
        ? Math.min(levelDb - 18, roomDb + 12) + gaussian(random) * 2
        : base + gaussian(random) * spread;
    }
  }
  for (const { startSeconds, endSeconds, dipDb } of pauses)
    for (
      let i = Math.round(startSeconds / WINDOW_SECONDS);
      i < Math.min(levelsDb.length, endSeconds / WINDOW_SECONDS);
      i++
    )
      levelsDb[i] = dipDb === null ? roomDb + gaussian(random) : Math.max(roomDb, levelsDb[i] - dipDb);
  for (let i = 0; i < levelsDb.length; i++) levelsDb[i] = Math.min(-1, Math.max(-120, levelsDb[i]));
  return { audio: { windowSeconds: WINDOW_SECONDS, startSeconds: 0, levelsDb }, speech: cutOut(speech, pauses) };
}

/** Nobody speaks in a pause. */
const cutOut = (speech: readonly Range[], pauses: readonly Range[]): Range[] =>
  pauses.reduce<Range[]>(
    (left, pause) =>
      left.flatMap((range) => {
        if (range.endSeconds <= pause.startSeconds || range.startSeconds >= pause.endSeconds) return [range];
        return [
          { startSeconds: range.startSeconds, endSeconds: pause.startSeconds },
          { startSeconds: pause.endSeconds, endSeconds: range.endSeconds },
        ].filter(({ startSeconds, endSeconds }) => endSeconds - startSeconds > 0.2);
      }),
    [...speech],
  );
