import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { mapSome } from '../api/map-some.ts';
import { bundleHandler } from './bundle.ts';
import { type Include, listIncludes } from './includes.ts';
import { type FrameworkLock, readFrameworkLock } from './lock.ts';
import { createLockfile, createManifest, toJson } from './manifest.ts';
import { type FileSource, syncFolder } from './sync-folder.ts';
import { writeZip } from './zip.ts';

/** What of a function its package depends on. */
interface PackagedFunction {
  /** Below the service's folder, or absolute. */
  readonly handler: string;
  readonly include?: readonly Include[];
}

export interface PackageRequest {
  readonly serviceDir: string;
  /** By key, as the YAML has them. */
  readonly functions: Readonly<Record<string, PackagedFunction>>;
  readonly provider: { readonly runtime?: string; readonly esbuild?: Readonly<Record<string, unknown>> };
  readonly log: { notice(message: string): void; warning(message: string): void };
  /** Below the service's folder, or absolute. */
  readonly outputFolder?: string | undefined;
}

/** The source of a function, laid out as Google unpacks it. */
export interface FunctionSource {
  readonly folder: string;
  /** Files below the folder. */
  readonly paths: readonly string[];
  /** Those of them that may be run. */
  readonly executables: ReadonlySet<string>;
}

export interface FunctionPackage extends Pick<FunctionSource, 'folder'> {
  readonly zipPath: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export const OUTPUT_FOLDER = '.build/gcp';

const FUNCTION_CONCURRENCY = 4;

/**
 * Lays out the sources of the functions: `<output>/functions/<key>/`. Nothing is asked of a network. The same code,
 * includes and lockfile give the same bytes, and what lies there already is not touched.
 *
 * Errors: DeployError for code that cannot be bundled, a missing include, a project without the framework.
 */
export async function writeSources(request: PackageRequest): Promise<Map<string, FunctionSource>> {
  const { serviceDir, functions } = request;
  const folder = join(resolveOutput(request), 'functions');
  await mkdir(folder, { recursive: true });
  await removeOthers(folder, new Set(Object.keys(functions)));
  const lock = await readFrameworkLock(serviceDir);
  const sources = await mapSome(
    Object.entries(functions),
    FUNCTION_CONCURRENCY,
    async ([key, settings]) => [key, await writeSource(request, join(folder, key), lock, key, settings)] as const,
  );
  return new Map(sources);
}

/** Makes the sources of the functions and the same as `<output>/<key>.zip`. Errors: as `writeSources`. */
export async function packageFunctions(request: PackageRequest): Promise<Map<string, FunctionPackage>> {
  const { serviceDir, log } = request;
  const output = resolveOutput(request);
  const packages = await mapSome(
    [...(await writeSources(request))],
    FUNCTION_CONCURRENCY,
    async ([key, { folder, paths, executables }]) => {
      const zipPath = join(output, `${key}.zip`);
      const facts = await writeZip(zipPath, folder, paths, executables);
      log.notice(`${key}: ${relative(serviceDir, zipPath)}, ${(facts.sizeBytes / 1e6).toFixed(1)} MB`);
      return [key, { folder, zipPath, ...facts }] as const;
    },
  );
  return new Map(packages);
}

const resolveOutput = ({ serviceDir, outputFolder = OUTPUT_FOLDER }: PackageRequest): string =>
  resolve(serviceDir, outputFolder);

async function writeSource(
  { serviceDir, provider, log }: PackageRequest,
  folder: string,
  lock: FrameworkLock,
  key: string,
  { handler, include = [] }: PackagedFunction,
): Promise<FunctionSource> {
  const bundle = await bundleHandler({ key, handler, serviceDir, options: provider.esbuild ?? {} });
  if (bundle.missing.length > 0)
    log.warning(
      `functions.${key} requires ${bundle.missing.join(', ')}, which is neither bundled nor installed where it runs: take it out of provider.esbuild.external, or include it and point to it by provider.esbuild.alias.`,
    );
  const manifest = createManifest(key, provider.runtime ?? 'nodejs24', lock);
  const plain = (from: Uint8Array): FileSource => ({ from, isExecutable: false });
  const files = new Map<string, FileSource>([
    ['index.cjs', plain(bundle.code)],
    ...[...bundle.others].map(([name, content]): [string, FileSource] => [name, plain(content)]),
    ['package.json', plain(toJson(manifest))],
    ['package-lock.json', plain(toJson(createLockfile(manifest, lock)))],
    ...(await listIncludes(key, serviceDir, include)),
  ]);
  await syncFolder(folder, files);
  const executables = new Set([...files].filter(([, { isExecutable }]) => isExecutable).map(([path]) => path));
  return { folder, paths: [...files.keys()], executables };
}

async function removeOthers(folder: string, keys: ReadonlySet<string>): Promise<void> {
  // Hidden ones belong to another packaging that runs at the same time.
  for (const name of await readdir(folder))
    if (!keys.has(name) && !name.startsWith('.')) await rm(join(folder, name), { recursive: true, force: true });
}
