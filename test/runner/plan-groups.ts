import type { TestGroup } from './bundle.ts';
import { TIERS, type Tier } from './tiers.ts';

const lies = (file: string, path: string): boolean => file === path || file.startsWith(`${path}/`);

/** Which of the test files below `test/` run in which processes of a tier, in the order in which they are started. */
export function planGroups(files: readonly string[], { folders, groups }: Tier): TestGroup[] {
  const foreign = folders.length > 0 ? [] : Object.values(TIERS).flatMap((tier) => tier.folders);
  const own = files.filter((file) =>
    folders.length > 0 ? folders.some((folder) => lies(file, folder)) : !foreign.some((folder) => lies(file, folder)),
  );
  const shared = groups.map(({ name, paths, except = [] }) => ({
    name,
    files: own.filter((file) => paths.some((path) => lies(file, path)) && !except.some((path) => lies(file, path))),
    inTurn: true,
  }));
  const placed = new Set(shared.flatMap((group) => group.files));
  const alone = own
    .filter((file) => !placed.has(file))
    .map((file) => ({ name: nameOf(file), files: [file], inTurn: false }));
  return [...shared, ...alone].filter((group) => group.files.length > 0);
}

/** `core/media/frames.test.ts` -> `core-media-frames` */
const nameOf = (file: string): string => file.replace(/\.test\.ts$/, '').replaceAll('/', '-');
