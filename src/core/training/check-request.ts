import { ReelsightError } from '../errors.ts';
import { LEAST_PICTURES, type TrainingPicture, type TrainingRequest } from './request.ts';

/**
 * The classes of pictures, in code unit order. Errors: kind `input` for pictures that nothing can be learned from.
 *
 * @param pictures the classes of each
 */
export function checkClasses(kind: TrainingRequest['kind'], pictures: readonly (readonly string[])[]): string[] {
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
  const small = names.filter((name) => counts.get(name)! < LEAST_PICTURES);
  if (small.length > 0)
    throw new ReelsightError(
      'input',
      `Too few pictures of ${small.map((name) => `${name} (${counts.get(name)})`).join(', ')}: give at least ${LEAST_PICTURES} of each class, better 50.`,
    );
  return names;
}

/** What pictures teach, in code unit order. */
export interface TaughtNames {
  readonly classes: readonly string[];
  /** Kinds of pictures of no class that the classes compete with; empty where they do not compete. */
  readonly none: readonly string[];
}

/** The classes of a request's pictures, all of which are looked at. Errors: as `checkClasses`. */
export function checkRequest({ kind, pictures, test, network, compete = false }: TrainingRequest): TaughtNames {
  const names = checkClasses(
    kind,
    pictures.map(({ classes }) => classes),
  );
  const size = network.embedding.reduce((sum, layer) => sum + layer.size, 0);
  for (const picture of [...pictures, ...(test ?? [])]) checkPicture(picture, { kind, names, size });
  return { classes: names, none: compete ? checkRivals(kind, pictures, test ?? []) : [] };
}

/** The kinds of none that classes compete with. Errors: kind `input` where there can be no competition. */
function checkRivals(
  kind: TrainingRequest['kind'],
  pictures: readonly TrainingPicture[],
  test: readonly TrainingPicture[],
): string[] {
  const none = [...new Set(pictures.flatMap((picture) => (picture.classes.length === 0 ? [picture.none ?? ''] : [])))];
  const several = [...pictures, ...test].find(({ classes }) => classes.length > 1);
  if (kind === 'multi-class' || none.length === 0)
    throw new ReelsightError(
      'input',
      'Classes compete with pictures of none of them, and there are no such pictures. Give some (--background), or leave --compete out.',
    );
  if (several)
    throw new ReelsightError(
      'input',
      `${several.id} is of ${several.classes.length} classes: where classes compete each picture is of one at most. Leave --compete out.`,
    );
  return none.sort();
}

function checkPicture(
  { id, classes, embeddings }: TrainingPicture,
  { kind, names, size }: { kind: TrainingRequest['kind']; names: readonly string[]; size: number },
): void {
  if (kind === 'multi-class' && classes.length !== 1)
    throw new ReelsightError(
      'input',
      `${id} is of ${classes.length} classes: with one class a picture (multi-class) each must be of exactly one. Use multi-label.`,
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
