import { basename, dirname } from 'node:path';
import type { TrainingPicture, TrainingRequest } from '../../../src/training/index.ts';

/** A picture and its embedding. */
export interface EmbeddedPicture {
  readonly path: string;
  readonly embeddings: readonly Float32Array[];
}

export type Lesson = Pick<TrainingPicture, 'classes' | 'background' | 'weights'>;

export type HeadRecipe = Omit<TrainingRequest, 'network' | 'pictures'> & {
  /** How many drawn pictures (`../drawn-pictures.ts`) are added, which show no class. */
  readonly drawn: number;
  /** What a picture teaches; null: it is left out. */
  readonly teach: (path: string) => Lesson | null;
};

/** The folder that a picture lies in: mostly its class. */
export const folderOf = (path: string): string => basename(dirname(path));

export const LICENCE = 'MIT (the weights; the pictures are not part of them)';

/** The training request of a recipe's pictures. */
export function requestOf(
  { teach, drawn: _drawn, ...recipe }: HeadRecipe,
  pictures: readonly EmbeddedPicture[],
  root: string,
) {
  const taught = pictures.flatMap(({ path, embeddings }) => {
    const lesson = teach(path);
    return lesson ? [{ id: path.slice(root.length), embeddings, ...lesson }] : [];
  });
  return { ...recipe, pictures: taught };
}
