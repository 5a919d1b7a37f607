import { isBuiltin } from 'node:module';
import { type BuildFailure, type BuildOptions, build, formatMessages } from 'esbuild';
import { DeployError } from '../errors/deploy-error.ts';

/** Functions register themselves with the one that Google's start command runs, so it is never bundled. */
export const FRAMEWORK = '@google-cloud/functions-framework';

/** What makes the bundle what it must be. */
const FIXED = ['bundle', 'entryPoints', 'format', 'outdir', 'outfile', 'platform', 'write', 'splitting'] as const;

export interface BundleRequest {
  readonly key: string;
  /** Below `serviceDir`, or absolute. */
  readonly handler: string;
  readonly serviceDir: string;
  /** `provider.esbuild` of the YAML: options of esbuild. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Bundle {
  readonly code: Uint8Array;
  /** Beside the code, under these names: source maps and the like. */
  readonly others: ReadonlyMap<string, Uint8Array>;
  /** Packages that the YAML leaves out of the bundle: nobody installs them. */
  readonly missing: readonly string[];
}

/** Makes one CommonJS file of a handler. Errors: DeployError with what esbuild says of the source. */
export async function bundleHandler({ key, handler, serviceDir, options }: BundleRequest): Promise<Bundle> {
  const refused = FIXED.filter((name) => name in options);
  if (refused.length > 0)
    throw new DeployError(`provider.esbuild: ${refused.join(', ')} is set by the plugin. Take it out.`);
  const { external = [], ...rest } = options as BuildOptions;
  const result = await build({
    minify: true,
    // Errors keep their names when minified: code tells them apart by it.
    keepNames: true,
    target: 'node20',
    logLevel: 'silent',
    ...rest,
    absWorkingDir: serviceDir,
    entryPoints: [handler],
    outfile: 'index.cjs',
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    metafile: true,
    external: [FRAMEWORK, ...external],
  }).catch(async (error: BuildFailure) => {
    const messages = await formatMessages(error.errors ?? [], { kind: 'error', color: false });
    throw new DeployError(`functions.${key}: ${handler} cannot be bundled:\n${messages.join('') || error.message}`);
  });
  const files = new Map(result.outputFiles.map(({ path, contents }) => [path.split(/[\\/]/).at(-1)!, contents]));
  const code = files.get('index.cjs')!;
  files.delete('index.cjs');
  // What esbuild leaves out by itself is asked for in a `try`, and done without: only what it was told to leave out counts.
  const isLeftOut = (path: string) => rest.packages === 'external' || external.some((name) => matches(name, path));
  const required = Object.values(result.metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ path, external: isExternal }) => isExternal && isPackage(path) && isLeftOut(path));
  return { code, others: files, missing: [...new Set(required.map(({ path }) => path))].sort() };
}

/** https://esbuild.github.io/api/#external: a package with all below it, or a pattern with one `*`. */
function matches(name: string, path: string): boolean {
  const [start, end] = name.split('*') as [string, string?];
  return end === undefined
    ? path === name || path.startsWith(`${name}/`)
    : path.startsWith(start) && path.endsWith(end);
}

const isPackage = (path: string): boolean => !/^([./]|node:)/.test(path) && path !== FRAMEWORK && !isBuiltin(path);
