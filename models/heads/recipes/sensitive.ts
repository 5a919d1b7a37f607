import { folderOf, type HeadRecipe, type Lesson, LICENCE } from './recipe.ts';
import { noteOf } from './sidecar.ts';

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

/** What a picture of a folder may show besides without being annotated: it does not count for that. */
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

/** Photographs of bottles, cans and glasses of beer among the goods; the labels alone that lie beside them do not count. */
const BEER = /\/beer_labels\/.*\/query\.\w+$/;

/** Of those sets, what does show a sensitive thing, or may. */
const MAY_BE_SENSITIVE = /Heineken|beer_|goblet|matchstick|candle|fire_screen|military_uniform|half_track/;

/**
 * Pictures of none are many: each counts for less, that they do not crowd out the few that matter. At 0.2 firearms fall by
 * 0.02 to 0.03 among the sensitive pictures; at 0.02 1 % of harmless photographs are called something, at 0.05 0.4 %.
 */
const BACKGROUND_WEIGHT = 0.05;

const unsureOf = (folder: string): Record<string, number> =>
  Object.fromEntries((UNSURE[folder] ?? []).map((name) => [name, 0]));

/** A picture of none of the classes, of a set of many. */
const teachBackground = (background: string, weights: Record<string, number> = {}): Lesson => ({
  ...{ classes: [], background },
  weights: { ...weights, [background]: BACKGROUND_WEIGHT },
});

/** Labels of photographs that may show a sensitive thing though nobody said so. */
const MAY_SHOW = ['drink', 'bottle', 'combat_sport'];
const CAPTION_MAY_SHOW = /smok|cigar|\b(gun|rifle|soldier|military|weapon)|flame|burn|candle|fireplace/i;

/** Photographs with labels of everyday things: none, unless one of them or the caption hints at a sensitive thing. */
function teachPhotograph(path: string): Lesson | null {
  const { labels, flags, caption } = noteOf(path);
  const hints = flags.length > 0 || labels.some((label) => MAY_SHOW.includes(label));
  return hints || CAPTION_MAY_SHOW.test(caption ?? '') ? null : teachBackground('photographs');
}

/** Pictures that look like what is sought and are harmless: each kind counts in full, and stays a kind of its own. */
function teachNegative(path: string): Lesson | null {
  const { category } = noteOf(path);
  // Boxers and wrestlers do fight.
  return category === undefined || category === 'combat_sport' ? null : { classes: [], background: category };
}

const teachClip = (path: string): Lesson =>
  noteOf(path).label === 'fight' ? { classes: ['fighting'] } : { classes: [], background: 'no_violence' };

/** What advertisers avoid. */
export const SENSITIVE_RECIPE: HeadRecipe = {
  name: 'sensitive',
  title: 'What advertisers avoid: alcohol, smoking, firearms, fighting, fire, smoke',
  taxonomy: 'safety',
  drawn: 200,
  kind: 'multi-label',
  backgroundClasses: true,
  risk: true,
  precision: 0.8,
  seed: 1,
  data:
    '571 web pictures of alcohol, smoking, firearms, fights, fire, smoke and of none of these, 65 photographs of beer, 190 ' +
    'frames of clips with and without fights; as further ones of none 844 pictures that look like these things and are ' +
    'harmless, 2,702 photographs of everyday things, 2,239 of places, 677 of logos and goods, and 200 drawn title cards; ' +
    'from public repositories, for some of them the licence is not clear',
  licence: LICENCE,
  teach(path) {
    const folder = folderOf(path);
    if (folder === 'negatives') return teachNegative(path);
    if (folder === 'objects') return teachPhotograph(path);
    if (folder === 'fights') return teachClip(path);
    if (BEER.test(path)) return { classes: ['alcohol'] };
    const other = otherOf(path);
    if (other !== undefined) return MAY_BE_SENSITIVE.test(path) ? null : teachBackground(other);
    const classes = SENSITIVE[folder];
    if (!classes) return teachBackground('places', unsureOf(folder));
    return { classes, background: folder, weights: unsureOf(folder) };
  },
};
