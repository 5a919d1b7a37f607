import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type FileSource, syncFolder } from '../../../cloud/build/sync-folder.ts';
import { mapSome } from '../api/map-some.ts';
import { bundleHandler } from './bundle.ts';
import { type Include, listIncludes } from './includes.ts';
import { type FrameworkLock, readFrameworkLock } from './lock.ts';
import { createLockfile, createManifest, toJson } from './manifest.ts';
import { writeZip } from './zip.ts';

/** What of a function its package depends on. */
export interface PackagedFunction {
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

export interface FunctionPackage {
  /** What the zip holds, to be run from there. */
  readonly folder: string;
  readonly zipPath: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export const OUTPUT_FOLDER = '.build/gcp';

/**
 * Makes the sources of the functions: `<output>/functions/<key>/`, and the same as `<output>/<key>.zip`. Nothing is asked
 * of a network. The same code, includes and lockfile give the same bytes.
 *
 * Errors: DeployError for code that cannot be bundled, a missing include, a project without the framework.
 */
export async function packageFunctions(request: PackageRequest): Promise<Map<string, FunctionPackage>> {
  const { serviceDir, functions, log, outputFolder = OUTPUT_FOLDER } = request;
  const output = resolve(serviceDir, outputFolder);
  await mkdir(join(output, 'functions'), { recursive: true });
  await removeOthers(join(output, 'functions'), new Set(Object.keys(functions)));
  const lock = await readFrameworkLock(serviceDir);
  const packages = await mapSome(Object.entries(functions), 4, async ([key, settings]) => {
    const made = await packageFunction(request, output, lock, key, settings);
    log.notice(`${key}: ${relative(serviceDir, made.zipPath)}, ${(made.sizeBytes / 1e6).toFixed(1)} MB`);
    return [key, made] as const;
  });
  return new Map(packages);
}

async function packageFunction(
  { serviceDir, provider, log }: PackageRequest,
  output: string,
  lock: FrameworkLock,
  key: string,
  { handler, include = [] }: PackagedFunction,
): Promise<FunctionPackage> {
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
  const folder = join(output, 'functions', key);
  await syncFolder(folder, files);
  const executables = new Set([...files].filter(([, { isExecutable }]) => isExecutable).map(([path]) => path));
  const zipPath = join(output, `${key}.zip`);
  return { folder, zipPath, ...(await writeZip(zipPath, folder, files.keys(), executables)) };
}

async function removeOthers(folder: string, keys: ReadonlySet<string>): Promise<void> {
  // Hidden ones belong to whoever packages at the same time.
  for (const name of await readdir(folder))
    if (!keys.has(name) && !name.startsWith('.')) await rm(join(folder, name), { recursive: true, force: true });
}
