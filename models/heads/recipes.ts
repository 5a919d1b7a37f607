import { basename, dirname } from 'node:path';
import type { TrainingPicture, TrainingRequest } from '../../src/core/training/index.ts';

/** A picture and the embeddings of its views, the picture itself first. */
export interface EmbeddedPicture {
  readonly path: string;
  readonly embeddings: readonly Float32Array[];
}

type Lesson = Pick<TrainingPicture, 'classes' | 'none' | 'weights'>;

export type Recipe = Omit<TrainingRequest, 'network' | 'pictures'> & {
  /** How many drawn pictures (`drawn-pictures.ts`) are added, which show no class. */
  readonly drawn: number;
  /** What a picture teaches; null: it is left out. */
  readonly teach: (path: string) => Lesson | null;
};

const folderOf = (path: string): string => basename(dirname(path));

const LICENCE = 'MIT (the weights; the pictures are not part of them)';

/** Folders of the sensitive pictures, and the classes that they show; [] shows none. */
const SENSITIVE: Readonly<Record<string, readonly string[]>> = {
  alcohol: ['alcohol'],
  smoking: ['smoking'],
  weapon_gun: ['firearms'],
  violence_fight: ['fighting'],
  fire: ['fire'],
  smoke: ['smoke'],
  neutral: [],
  no_violence: [],
  not_alcohol: [],
  not_smoking: [],
};

/** What a picture of a folder may show besides, and nobody looked: it does not count for that. */
const UNSURE: Readonly<Record<string, readonly string[]>> = {
  fire: ['smoke'],
  smoke: ['fire'],
  smoking: ['smoke', 'alcohol'],
  industrial: ['smoke'],
  store: ['alcohol'],
  dining_room: ['alcohol'],
  kitchen: ['alcohol'],
};

/** Sets of pictures of something else, by a folder that they lie in; drawn cards lie in `drawn`. */
const OTHERS = ['logos', 'products', 'imagenet', 'drawn'];
const otherOf = (path: string): string | undefined => OTHERS.find((set) => path.split('/').includes(set));

/** Of those sets, what does show a sensitive thing, or may. */
const MAY_BE_SENSITIVE = /Heineken|beer_|goblet|matchstick|candle|fire_screen|military_uniform|half_track/;

/** Pictures of none are many: each counts for less, that they do not crowd out the few that matter. */
const NONE_WEIGHT = 0.2;

const unsureOf = (folder: string): Record<string, number> =>
  Object.fromEntries((UNSURE[folder] ?? []).map((name) => [name, 0]));

/** A picture of none of the classes, of a set of many. */
const teachNone = (none: string, weights: Record<string, number> = {}): Lesson => ({
  ...{ classes: [], none },
  weights: { ...weights, [none]: NONE_WEIGHT },
});

/** How the shipped heads are trained. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  scene: {
    name: 'scene',
    title: 'Kinds of places: 41 classes',
    taxonomy: 'scene',
    drawn: 0,
    kind: 'multi-class',
    seed: 1,
    data: '3,000 web pictures of 41 kinds of places, at most 75 a class, from public repositories; for some of them the licence is not clear',
    licence: LICENCE,
    teach: (path) => ({ classes: [folderOf(path)] }),
  },
  sensitive: {
    name: 'sensitive',
    title: 'What advertisers avoid: alcohol, smoking, firearms, fighting, fire, smoke',
    taxonomy: 'safety',
    drawn: 200,
    kind: 'multi-label',
    compete: true,
    risk: true,
    precision: 0.8,
    seed: 1,
    data:
      '571 web pictures of alcohol, smoking, firearms, fights, fire, smoke and of none of these; as further ones of none 3,000 ' +
      'pictures of places, 900 of logos, goods, animals and things, and 200 drawn title cards; from public repositories, for some of them the licence is not clear',
    licence: LICENCE,
    teach(path) {
      const other = otherOf(path);
      if (other !== undefined) return MAY_BE_SENSITIVE.test(path) ? null : teachNone(other);
      const folder = folderOf(path);
      const classes = SENSITIVE[folder];
      if (!classes) return teachNone('places', unsureOf(folder));
      return { classes, none: folder, weights: unsureOf(folder) };
    },
  },
};

/** The training request of a recipe's pictures. */
export function requestOf({ teach, drawn: _, ...recipe }: Recipe, pictures: readonly EmbeddedPicture[], root: string) {
  const taught = pictures.flatMap(({ path, embeddings }) => {
    const lesson = teach(path);
    return lesson ? [{ id: path.slice(root.length), embeddings, ...lesson }] : [];
  });
  return { ...recipe, pictures: taught };
}
