import { ReelsightError } from '../core/errors.ts';
import { MIN_PICTURES, type TrainingPicture, type TrainingRequest } from './request.ts';

/**
 * The classes of pictures, in code unit order. Errors: kind `input` for pictures that nothing can be learned from.
 *
 * @param pictures the classes of each
 */
export function checkClasses(
  { kind, backgroundClasses }: Pick<TrainingRequest, 'kind' | 'backgroundClasses'>,
  pictures: readonly (readonly string[])[],
): string[] {
  if (pictures.length === 0)
    throw new ReelsightError('input', 'There are no pictures to learn from. Give some of each class.');
  const counts = new Map<string, number>();
  for (const classes of pictures) for (const name of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts.keys()].sort();
  const hasOthers = kind === 'multi-label' && pictures.some((classes) => !classes.includes(names[0]));
  if (names.length === 0 || (names.length === 1 && !hasOthers))
    throw new ReelsightError(
      'input',
      `The pictures are of ${names.length === 0 ? 'no class' : `one class only (${names[0]})`}. Give pictures of another class, or of none.`,
    );
  if (backgroundClasses && (kind === 'multi-class' || pictures.every((classes) => classes.length > 0)))
    throw new ReelsightError(
      'input',
      '--background-classes needs pictures of none of the classes, and there are no such pictures. Give some (--background), or leave --background-classes out.',
    );
  const small = names.filter((name) => counts.get(name)! < MIN_PICTURES);
  if (small.length > 0)
    throw new ReelsightError(
      'input',
      `Too few pictures of ${small.map((name) => `${name} (${counts.get(name)})`).join(', ')}: give at least ${MIN_PICTURES} of each class, better 50.`,
    );
  return names;
}

/** What pictures teach, in code unit order. */
export interface TaughtNames {
  readonly classes: readonly string[];
  /** Kinds of pictures of no class that are learned as classes of their own; empty where there are none. */
  readonly background: readonly string[];
}

/** The classes of a request's pictures, all of which are looked at. Errors: as `checkClasses`. */
export function checkRequest(request: TrainingRequest): TaughtNames {
  const { kind, pictures, test, network, backgroundClasses = false } = request;
  const names = checkClasses(
    request,
    pictures.map(({ classes }) => classes),
  );
  const size = network.embedding.reduce((sum, layer) => sum + layer.size, 0);
  const limits = { kind, backgroundClasses, names, size };
  for (const picture of [...pictures, ...(test ?? [])]) checkPicture(picture, limits);
  const background = pictures
    .filter(({ classes }) => backgroundClasses && classes.length === 0)
    .map((picture) => picture.background ?? '');
  return { classes: names, background: [...new Set(background)].sort() };
}

function checkPicture(
  { id, classes, embeddings }: TrainingPicture,
  {
    kind,
    backgroundClasses,
    names,
    size,
  }: Pick<TrainingRequest, 'kind' | 'backgroundClasses'> & { readonly names: readonly string[]; readonly size: number },
): void {
  if (kind === 'multi-class' && classes.length !== 1)
    throw new ReelsightError(
      'input',
      `${id} is of ${classes.length} classes: with one class a picture (multi-class) each must be of exactly one. Use multi-label.`,
    );
  if (backgroundClasses && classes.length > 1)
    throw new ReelsightError(
      'input',
      `${id} is of ${classes.length} classes: with background classes each picture is of one at most. Leave --background-classes out.`,
    );
  const unknown = classes.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new ReelsightError('input', `${id} is of the class ${unknown}, which no picture to learn from shows.`);
  if (embeddings.length === 0 || embeddings.some(({ length }) => length !== size))
    throw new ReelsightError(
      'internal',
      `${id} has embeddings of ${embeddings.map(({ length }) => length).join(', ') || 'no'} numbers; the network gives ${size}.`,
    );
}
