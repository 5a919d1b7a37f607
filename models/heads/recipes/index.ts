import type { Recipe } from './recipe.ts';
import { SENSITIVE_RECIPE } from './sensitive.ts';

export { type EmbeddedPicture, type Recipe, requestOf } from './recipe.ts';

/** How the shipped heads are trained, by the name of the head. */
export const RECIPES: Readonly<Record<string, Recipe>> = { sensitive: SENSITIVE_RECIPE };
