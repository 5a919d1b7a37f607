import type { TestGroup } from './bundle.ts';
import { nameOf, TIERS, type Tier } from './tiers.ts';

const lies = (file: string, path: string): boolean => file === path || file.startsWith(`${path}/`);

/** Which of the test files below `test/` run in which processes of a tier, in the order in which they are started. */
export function planGroups(files: readonly string[], { folders, groups, concurrency }: Tier): TestGroup[] {
  const foreign = folders.length > 0 ? [] : Object.values(TIERS).flatMap((tier) => tier.folders);
  const own = files.filter((file) =>
    folders.length > 0 ? folders.some((folder) => lies(file, folder)) : !foreign.some((folder) => lies(file, folder)),
  );
  /** The one that names it by the longest path. */
  const groupOf = (file: string) =>
    groups
      .map((group) => ({
        group,
        length: Math.max(0, ...group.paths.filter((path) => lies(file, path)).map((path) => path.length)),
      }))
      .filter(({ length }) => length > 0)
      .toSorted((a, b) => b.length - a.length)[0]?.group;
  const shared = groups.map((group) => ({ name: group.name, files: own.filter((file) => groupOf(file) === group) }));
  const others = own.filter((file) => !groupOf(file)).map((file) => ({ name: nameOf(file), files: [file] }));
  return [...shared, ...others]
    .filter((group) => group.files.length > 0)
    .map((group) => ({ ...group, inTurn: group.files.length > 1 || concurrency === 1 }));
}
