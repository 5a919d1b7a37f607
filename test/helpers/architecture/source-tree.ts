import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Code, readCode } from './read-code.ts';

/** An import, wherever and however it stands. */
export interface Import {
  readonly from: string;
  /** Path below the repository for our own files, else the package or Node module. */
  readonly to: string;
}

/** Sources, and what they say of each other. Paths are below the repository. */
export interface SourceTree {
  /** The text of each source file. */
  readonly sources: ReadonlyMap<string, string>;
  /** Files beside them, which may be imported as well. */
  readonly others: ReadonlySet<string>;
  readonly code: ReadonlyMap<string, Code>;
  readonly imports: readonly Import[];
}

const IS_CODE = /\.[cm]?[jt]sx?$/;

/** Reads all files of some folders. */
export function readSourceTree(root: string, folders: readonly string[]): SourceTree {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) =>
        posix.relative(root.replaceAll('\\', '/'), join(entry.parentPath, entry.name).replaceAll('\\', '/')),
      ),
  );
  return treeOf(
    new Map(files.filter((file) => IS_CODE.test(file)).map((file) => [file, readFileSync(join(root, file), 'utf8')])),
    new Set(files.filter((file) => !IS_CODE.test(file))),
  );
}

/** A tree of these sources. */
export function treeOf(sources: ReadonlyMap<string, string>, others: ReadonlySet<string> = new Set()): SourceTree {
  const code = new Map([...sources].map(([file, text]) => [file, readCode(file, text)]));
  const imports = [...code].flatMap(([from, { requests }]) =>
    requests.flatMap(({ name, isPlace }) => {
      if (name === null) return [];
      const isOurs = isPlace || /^\.\.?(\/|$)/.test(name);
      return [{ from, to: isOurs ? posix.join(posix.dirname(from), name) : name }];
    }),
  );
  return { sources, others, code, imports };
}
