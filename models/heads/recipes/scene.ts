import { folderOf, LICENCE, type Recipe } from './recipe.ts';

/** Kinds of places. */
export const SCENE_RECIPE: Recipe = {
  name: 'scene',
  title: 'Kinds of places: 41 classes',
  taxonomy: 'scene',
  drawn: 0,
  kind: 'multi-class',
  seed: 1,
  data: '3,000 web pictures of 41 kinds of places, at most 75 a class, from public repositories; for some of them the licence is not clear',
  licence: LICENCE,
  teach: (path) => ({ classes: [folderOf(path)] }),
};
