import type { Evaluation } from './evaluate.ts';
import type { Twins } from './near-duplicates.ts';
import type { TrainingPicture, TrainingWarning } from './request.ts';
import { classesOf, countClasses, type Targets } from './targets.ts';

const LARGEST_RATIO = 10;
const MAX_NAMED = 5;

/** Names the first few. */
const nameSome = (lines: readonly string[]): string =>
  `${lines.slice(0, MAX_NAMED).join('; ')}${lines.length > MAX_NAMED ? `; and ${lines.length - MAX_NAMED} more` : ''}`;

/** The same picture in two classes: one of them is wrong. */
export function warnOfCopies(twins: readonly Twins[], pictures: readonly TrainingPicture[]): TrainingWarning[] {
  const contradictions = twins
    .filter(({ same }) => same)
    .map(({ first, second }) => [pictures[first], pictures[second]] as const)
    .filter(([a, b]) => [...a.classes].sort().join('\n') !== [...b.classes].sort().join('\n'))
    .map(([a, b]) => `${a.id} (${describe(a.classes)}) and ${b.id} (${describe(b.classes)})`);
  if (contradictions.length === 0) return [];
  const message = `The same picture is in different classes: ${nameSome(contradictions)}.`;
  return [{ code: 'copies', message }];
}

/** Pictures to score with that are all but the same as one to learn from. `learned` pictures come first in `pictures`. */
export function warnOfTestCopies(
  twins: readonly Twins[],
  pictures: readonly TrainingPicture[],
  learned: number,
): TrainingWarning[] {
  const known = new Map(
    twins
      .filter(({ first, second }) => first < learned && second >= learned)
      .map(({ first, second }) => [second, first]),
  );
  if (known.size === 0) return [];
  const named = nameSome([...known].map(([test, first]) => `${pictures[test].id} and ${pictures[first].id}`));
  const message = `${known.size} pictures to score with are nearly the same as training pictures, which flatters the scores: ${named}.`;
  return [{ code: 'test-copies', message }];
}

const describe = (classes: readonly string[]): string => classes.join(', ') || 'no class';

export function warnOfImbalance(targets: Targets, classes: readonly string[]): TrainingWarning[] {
  const counts = countClasses(targets);
  const order = [...counts.keys()].sort((a, b) => counts[a] - counts[b]);
  const [fewest, most] = [order[0], order.at(-1)!];
  if (counts[most] <= LARGEST_RATIO * counts[fewest]) return [];
  const message = `${classes[most]} has ${counts[most]} pictures and ${classes[fewest]} ${counts[fewest]}: with more than ${LARGEST_RATIO} to 1 the rarer class is seldom predicted. Give more pictures of this class.`;
  return [{ code: 'imbalance', message }];
}

/** A class whose pictures all belong together is either learned or scored, never both. */
export function warnOfOneGroup(
  targets: Targets,
  groups: readonly number[],
  classes: readonly string[],
): TrainingWarning[] {
  const groupsOf = classes.map(() => new Set<number>());
  for (let row = 0; row < targets.rows; row++) for (const c of classesOf(targets, row)) groupsOf[c].add(groups[row]);
  const alone = classes.filter((_, c) => groupsOf[c].size < 3);
  if (alone.length === 0) return [];
  const message = `The pictures of ${nameSome(alone)} come from one or two sources (videos, or near duplicates), so scores and thresholds of these classes mean little. Give pictures from more sources.`;
  return [{ code: 'one-group', message }];
}

export function warnOfPrecision(missed: readonly string[], precision: number): TrainingWarning[] {
  if (missed.length === 0) return [];
  const message = `At no threshold are ${Math.round(precision * 100)} % of the answers right for ${nameSome(missed)}: the best one is used. Give more pictures, or pictures that are told apart more easily.`;
  return [{ code: 'precision', message }];
}

const MIN_CONFUSED = 3;
const CONFUSED_SHARE = 0.15;

/** Classes that are often taken for another one. */
export function warnOfConfusion({ names, confusion }: Evaluation): TrainingWarning[] {
  const pairs = names.flatMap((from, row) => {
    const all = confusion[row].reduce((sum, count) => sum + count, 0);
    return names.flatMap((to, column) => {
      const count = confusion[row][column];
      if (from === null || to === null || row === column) return [];
      if (count < MIN_CONFUSED || count < CONFUSED_SHARE * all) return [];
      return [{ text: `${from} for ${to} (${count} of ${all})`, share: count / all }];
    });
  });
  if (pairs.length === 0) return [];
  const worst = pairs.toSorted((a, b) => b.share - a.share).map(({ text }) => text);
  return [{ code: 'confusion', message: `Often taken for another class: ${nameSome(worst)}.` }];
}
