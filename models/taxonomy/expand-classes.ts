import { ReelsightError } from '../../src/core/errors.ts';

const TO = '..';

/**
 * Writes a list of classes out: an entry is a name, or `first..last`, which stands for all from the one to the other in
 * the order of the labels. Errors: kind `internal` for a name that no class has, or a range that runs backwards.
 */
export function expandClasses(entries: readonly string[], labels: readonly string[]): string[] {
  const find = (name: string): number => {
    const index = labels.indexOf(name);
    if (index < 0)
      throw new ReelsightError('internal', `No class is called ${JSON.stringify(name)}. Correct the list of classes.`);
    return index;
  };
  return entries.flatMap((entry) => {
    const ends = entry.split(TO).map(find);
    const [first, last] = [ends[0]!, ends.at(-1)!];
    if (last < first)
      throw new ReelsightError('internal', `${JSON.stringify(entry)} runs backwards. Name the earlier class first.`);
    return labels.slice(first, last + 1);
  });
}
