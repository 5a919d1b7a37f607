import { createRandom } from '../../src/core/math/random.ts';

/** Unit vectors of the views of each picture of a class. */
export type Places = ReadonlyMap<string, readonly (readonly Float32Array[])[]>;

/** A made-up film: one vector a shot, and the shots that begin a scene (not the first). */
export interface Sequence {
  readonly vectors: readonly Float32Array[];
  readonly borders: ReadonlySet<number>;
}

export const KINDS = [
  'montage',
  'dialogue',
  'set-ups',
  'cross-cut',
  'mixed',
  'cut-aways',
  'compilation',
  'one scene',
  'single shots',
] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Films of 2 to 10 scenes, each of one class of places:
 * - montage: 3 to 10 different pictures of the class
 * - dialogue: 4 to 12 shots, two pictures in turn, in changing views
 * - set-ups: 5 to 15 shots, three or four pictures at random, in changing views
 * - cross-cut: as dialogue, but the second picture is of another class (a telephone call)
 * - mixed: montage, dialogue, set-ups (twice as often) and scenes of one or two long shots
 * - cut-aways: as mixed, with a picture of any class within three scenes of ten
 * - compilation: 5 to 15 scenes of 1 to 4 takes of one picture each
 * - one scene: a single scene of the mixed kind, in which every border is wrong
 * - single shots: 5 to 15 scenes of one shot each. What tells it from a montage is the meaning alone, so it is not a
 * fair   kind, and stays out of means
 */
export function makeSequences(kind: Kind, places: Places, count: number, seed: number): Sequence[] {
  const random = createRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)];
  const classes = [...places.keys()];
  const otherThan = (name: string) => {
    const others = classes.filter((other) => other !== name);
    return pick(others);
  };
  const picturesOf = (name: string) => places.get(name) ?? [];
  /** Another view than that of the shot before, where there is one; each shot has a vector of its own. */
  const inViews = (pictures: readonly (readonly Float32Array[])[]) => {
    let last: Float32Array | undefined;
    return pictures.map((views) => {
      const others = views.filter((view) => view !== last);
      last = pick(others.length > 0 ? others : views);
      return last.slice();
    });
  };

  const makeScene = (name: string, sceneKind: string): Float32Array[] => {
    const pictures = picturesOf(name);
    const alternate = (a: readonly Float32Array[], b: readonly Float32Array[]) =>
      inViews(Array.from({ length: 4 + below(9) }, (_, i) => (i % 2 ? b : a)));
    if (sceneKind === 'montage') {
      const rest = [...pictures];
      const length = Math.min(rest.length, 3 + below(8));
      return Array.from({ length }, () => pick(rest.splice(below(rest.length), 1)[0]).slice());
    }
    if (sceneKind === 'single shots') return inViews([pick(pictures)]);
    if (sceneKind === 'compilation') return inViews(Array<readonly Float32Array[]>(1 + below(4)).fill(pick(pictures)));
    if (sceneKind === 'dialogue') return alternate(pick(pictures), pick(pictures));
    if (sceneKind === 'cross-cut') return alternate(pick(pictures), pick(picturesOf(otherThan(name))));
    if (sceneKind === 'long') return inViews(Array<readonly Float32Array[]>(1 + below(2)).fill(pick(pictures)));
    const setUps = Array.from({ length: 3 + below(2) }, () => pick(pictures));
    return inViews(Array.from({ length: 5 + below(11) }, () => pick(setUps)));
  };

  const isShort = kind === 'compilation' || kind === 'single shots';
  const isMixed = kind === 'mixed' || kind === 'cut-aways' || kind === 'one scene';
  return Array.from({ length: count }, () => {
    const vectors: Float32Array[] = [];
    const borders = new Set<number>();
    let name = '';
    const scenes = kind === 'one scene' ? 1 : isShort ? 5 + below(11) : 2 + below(9);
    for (let s = 0; s < scenes; s++) {
      name = otherThan(name);
      if (s > 0) borders.add(vectors.length);
      const scene = makeScene(name, isMixed ? pick(['montage', 'dialogue', 'set-ups', 'set-ups', 'long']) : kind);
      if (kind === 'cut-aways' && scene.length > 2 && random() < 0.3)
        scene[1 + below(scene.length - 2)] = pick(picturesOf(pick(classes)))[0].slice();
      vectors.push(...scene);
    }
    return { vectors, borders };
  });
}
