import type { Random } from '../../src/core/math/random.ts';
import type { Places } from '../scenes/sequences.ts';
import type { Range } from './programme.ts';

/** How often a network of today names the kind of place rightly. */
const LABEL_ACCURACY = 0.76;
/** What a scene shows besides, and how often a picture of it differs in that. */
const OTHER_SHARE = 0.4;
const DIFFERENCE = 0.15;
const COMMON_LABELS = ['person', 'indoors', 'outdoors', 'furniture', 'plant', 'clothing'];

interface ShownPicture {
  readonly vector: Float32Array;
  readonly labels: readonly string[];
}

export interface Scene extends Range {
  /** Where shots begin inside it. */
  readonly cuts: readonly number[];
  show(seconds: number): ShownPicture;
}

/**
 * A scene at one kind of place: a dialogue of two pictures in turn, three to five set-ups at random, or a montage of all
 * pictures; in changing views, in shots of 2 to 8 seconds on average; in three scenes of ten one shot of eight shows another place.
 */
export function makeScene(input: {
  name: string;
  startSeconds: number;
  endSeconds: number;
  places: Places;
  random: Random;
}): Scene {
  const { name, startSeconds, endSeconds, places, random } = input;
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)];
  const names = [...places.keys()];
  const others = new Set(COMMON_LABELS.filter(() => random() < OTHER_SHARE));
  const labelsOf = (place: string): string[] => [
    random() < LABEL_ACCURACY ? place : pick(names),
    ...COMMON_LABELS.filter((label) => others.has(label) !== random() < DIFFERENCE),
  ];
  const pictures = (places.get(name) ?? []).map((views) => ({ views, labels: labelsOf(name) }));
  const wanted = pick([2, 2, 3, 4, 5, pictures.length]);
  const setUps = Array.from({ length: wanted }, () => pick(pictures));
  const meanSeconds = 2 + 6 * random();
  const hasCutAways = random() < 0.3;
  const shots: { startSeconds: number; picture: ShownPicture }[] = [];
  for (let t = startSeconds, i = 0; t < endSeconds - 1.5; t += meanSeconds * (0.4 + 1.2 * random()), i++) {
    const isElsewhere = hasCutAways && i > 0 && random() < 1 / 8;
    const other = pick(names);
    const { views, labels } = isElsewhere
      ? { views: pick(places.get(other) ?? []), labels: labelsOf(other) }
      : wanted === 2
        ? setUps[i % 2]
        : pick(setUps);
    shots.push({ startSeconds: t, picture: { vector: pick(views), labels } });
  }
  return {
    startSeconds,
    endSeconds,
    cuts: shots.slice(1).map((shot) => shot.startSeconds),
    show: (seconds) => (shots.findLast((shot) => shot.startSeconds <= seconds) ?? shots[0]).picture,
  };
}
