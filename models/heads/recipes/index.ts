import type { HeadRecipe } from './recipe.ts';
import { SENSITIVE_RECIPE } from './sensitive.ts';

export { type EmbeddedPicture, type HeadRecipe, requestOf } from './recipe.ts';

/** How the shipped heads are trained, by the name of the head. */
export const RECIPES: Readonly<Record<string, HeadRecipe>> = { sensitive: SENSITIVE_RECIPE };
