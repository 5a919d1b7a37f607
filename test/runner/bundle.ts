import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Test files that share a process. */
export interface TestGroup {
  readonly name: string;
  /** Paths below `test/`. */
  readonly files: readonly string[];
  /** See `declareAll`. */
  readonly inTurn: boolean;
}

export interface BundleOptions {
  readonly root: string;
  readonly folder: string;
  readonly groups: readonly TestGroup[];
  /** Programs that tests start, by the name of their bundle. */
  readonly programs: Readonly<Record<string, string>>;
}

const GROUP = 'test-group';
const TITLED_AVA = 'titled-ava';

/**
 * Compiles tests, and the programs that they start, into one folder whose files share their code: a process then loads
 * in a quarter of the time that compiling as it goes takes. Packages stay where npm put them.
 */
export async function bundleTests({ root, folder, groups, programs }: BundleOptions): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [
      ...groups.map(({ name }) => ({ in: `${GROUP}:${name}`, out: `${name}.test` })),
      ...Object.entries(programs).map(([out, path]) => ({ in: join(root, path), out })),
    ],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [groupPlugin(root, groups), sourceUrlPlugin(), hiddenPartPlugin()],
  });
}

/** Makes the entry of each group, and gives each test file a `test` that knows its name. */
function groupPlugin(root: string, groups: readonly TestGroup[]): Plugin {
  const declare = JSON.stringify(join(root, 'test/runner/declare.ts'));
  return {
    name: GROUP,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${GROUP}:`) }, ({ path }) => ({
        path: path.slice(GROUP.length + 1),
        namespace: GROUP,
      }));
      onLoad({ filter: /.*/, namespace: GROUP }, ({ path }) => {
        const { files, inTurn } = groups.find(({ name }) => name === path)!;
        const imports = files.map((file) => `import ${JSON.stringify(join(root, 'test', file))};`);
        const contents = `import { declareAll } from ${declare};\n${imports.join('\n')}\ndeclareAll(${JSON.stringify({ inTurn, files: files.map(titleOf) })});`;
        return { contents, resolveDir: root };
      });
      onResolve({ filter: /^ava$/ }, ({ importer }) =>
        importer.endsWith('.test.ts')
          ? { path: titleOf(relative(join(root, 'test'), importer)), namespace: TITLED_AVA }
          : { path: 'ava', external: true },
      );
      onLoad({ filter: /.*/, namespace: TITLED_AVA }, ({ path }) => ({
        contents: `import { testOf } from ${declare};\nexport default testOf(${JSON.stringify(path)});`,
        resolveDir: root,
      }));
    },
  };
}

/** `core/shots/tidy.test.ts` -> `core/shots/tidy` */
const titleOf = (file: string): string => file.replace(/\.test\.ts$/, '');

/** The one file that starts another by where it lies itself: in the bundle that is beside it, as in `dist`. */
const STARTS_ITS_NEIGHBOUR = /\/local\/video\/workers\.ts$/;

/** `import.meta.url` stays that of the source: tests and code find files of the repository by it. */
function sourceUrlPlugin(): Plugin {
  return {
    name: 'source-url',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (STARTS_ITS_NEIGHBOUR.test(path) || !text.includes('import.meta.url')) return undefined;
        return {
          contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
          loader: 'ts',
        };
      });
    },
  };
}

/** The part of a package that it neither exports nor compiles. */
function hiddenPartPlugin(): Plugin {
  const parts: Readonly<Record<string, string>> = { 'mpegts.js/scte35': 'mpegts.js/src/demux/scte35.ts' };
  return {
    name: 'hidden-part',
    setup({ onResolve }) {
      onResolve({ filter: /^mpegts\.js\// }, ({ path }) => {
        const file = parts[path];
        return file === undefined ? undefined : { path: createRequire(import.meta.url).resolve(file) };
      });
    },
  };
}
