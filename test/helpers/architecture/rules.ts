import { findCircle } from './find-circle.ts';
import type { Import, SourceTree } from './source-tree.ts';

/** Files that the same rule holds for. */
export interface Part {
  readonly name: string;
  /**
   * Files and folders. What lies deeper in the tree goes before: `src/a/b` is not part of `src/a` where both are named.
   */
  readonly paths: readonly string[];
  /** Names of the parts, all of them named before it, that it imports. */
  readonly uses: readonly string[];
  /** What else it imports, as it is written there. */
  readonly packages: readonly string[];
  /** Whether it may import modules of Node. */
  readonly node: boolean;
}

/** What a name that is not a literal stands for, and why it is none. */
export interface KnownName {
  readonly from: string;
  readonly code: string;
  readonly reason: string;
}

const lies = (file: string, path: string): boolean => file === path || file.startsWith(`${path}/`);

/** The part that a file belongs to: the one that names the most of its path. */
function partOf(parts: readonly Part[], file: string): Part | null {
  let [best, length] = [null as Part | null, -1];
  for (const part of parts)
    for (const path of part.paths) if (path.length > length && lies(file, path)) [best, length] = [part, path.length];
  return best;
}

/** Files that belong to no part, and parts, paths and orders of parts that say nothing. */
export function findMisplaced({ sources, others }: SourceTree, parts: readonly Part[]): string[] {
  const files = [...sources.keys(), ...others];
  const names = parts.map(({ name }) => name);
  return [
    ...files.filter((file) => partOf(parts, file) === null).map((file) => `${file} belongs to no part`),
    ...parts.flatMap(({ name, paths, uses }, i) => [
      ...paths.filter((path) => !files.some((file) => lies(file, path))).map((path) => `${name}: no ${path}`),
      ...uses.filter((used) => !names.slice(0, i).includes(used)).map((used) => `${name} stands before ${used}`),
    ]),
  ];
}

/** Imports that cross from a part to what it may not import, types or not. */
export function findCrossings(tree: SourceTree, parts: readonly Part[]): string[] {
  return tree.imports
    .filter(({ from, to }) => {
      const part = partOf(parts, from);
      if (part === null) return false;
      if (to.startsWith('node:')) return !part.node;
      const target = partOf(parts, to);
      if (target === null) return !part.packages.includes(to);
      return target !== part && !part.uses.includes(target.name);
    })
    .map(show);
}

/** What parts may import by the table, and do not: the table tells how things are. */
export function findUnused(tree: SourceTree, parts: readonly Part[]): string[] {
  const used = new Set(
    tree.imports.map(({ from, to }) => `${partOf(parts, from)?.name} -> ${partOf(parts, to)?.name ?? to}`),
  );
  return parts
    .flatMap(({ name, uses, packages }) => [...uses, ...packages].map((to) => `${name} -> ${to}`))
    .filter((pair) => !used.has(pair));
}

/** Imports of files that are not there. */
export const findDangling = ({ imports, sources, others }: SourceTree, folders: readonly string[]): string[] =>
  imports
    .filter(({ to }) => folders.some((folder) => lies(to, folder)) && !sources.has(to) && !others.has(to))
    .map(show);

/** Imports of names that are not literals and that nobody gave a reason for; and reasons that nothing needs. */
export function findUnknownNames({ code }: SourceTree, known: readonly KnownName[]): string[] {
  const unknown = [...code].flatMap(([from, { requests }]) =>
    requests.filter(({ name }) => name === null).map((request) => `${from}: ${request.code}`),
  );
  const reasons = known.map((entry) => `${entry.from}: ${entry.code}`);
  return [
    ...unknown.filter((text) => !reasons.includes(text)),
    ...reasons.filter((text) => !unknown.includes(text)).map((text) => `no longer needed: ${text}`),
  ];
}

/** Circles of files that import one another, types or not: of each knot of files the shortest way around. */
export function findCircles({ imports }: SourceTree): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of imports) next.set(from, (next.get(from) ?? new Set()).add(to));
  const circles: string[] = [];
  const seen = new Set<string>();
  for (const file of [...next.keys()].sort()) {
    const circle = seen.has(file) ? null : findCircle(next, file);
    if (circle === null) continue;
    for (const member of circle) seen.add(member);
    circles.push([...circle, circle[0]!].join(' -> '));
  }
  return circles;
}

/** Uses of the process's environment below some folders, but for the lines that are allowed. */
export const findEnvironmentReads = (
  { code, imports }: SourceTree,
  folders: readonly string[],
  allowed: readonly string[] = [],
): string[] => {
  const isChecked = (file: string) => folders.some((folder) => lies(file, folder));
  return [
    ...[...code]
      .filter(([file]) => isChecked(file))
      .flatMap(([file, { environment }]) => environment.map((text) => `${file}: ${text}`))
      .filter((text) => !allowed.includes(text)),
    ...imports.filter(({ from, to }) => isChecked(from) && /^(node:)?process$/.test(to)).map(show),
  ];
};

/** The files that import something, types or not. */
export const importersOf = ({ imports }: SourceTree, name: string): string[] =>
  [...new Set(imports.filter(({ to }) => to === name).map(({ from }) => from))].sort();

const show = ({ from, to }: Import): string => `${from} -> ${to}`;
