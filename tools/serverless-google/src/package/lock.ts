import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DeployError } from '../errors/deploy-error.ts';
import { FRAMEWORK } from './bundle.ts';

/** What package-lock.json says of one package, as far as it is read here. */
interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

type Packages = Readonly<Record<string, LockedPackage>>;

export interface FrameworkLock {
  readonly version: string;
  /** The framework and everything below it, by place, for example `node_modules/express`. */
  readonly packages: Packages;
}

/** Tell of this project, not of the package; `resolved` names the registry of the machine that locked it. */
const NOT_KEPT = ['resolved', 'dev', 'devOptional', 'peer', 'optional', 'extraneous', 'link'];

/**
 * Takes the framework and all that it depends on out of the project's package-lock.json, in the same versions and places.
 * Errors: DeployError without a lockfile or the framework in it.
 */
export async function readFrameworkLock(serviceDir: string): Promise<FrameworkLock> {
  const { path, packages } = await findLock(serviceDir);
  const framework = packages[`node_modules/${FRAMEWORK}`];
  if (!framework?.version)
    throw new DeployError(
      `${path} locks no ${FRAMEWORK}, which serves the functions. Run \`npm install ${FRAMEWORK}\`.`,
    );
  const kept = new Map<string, LockedPackage>();
  const visit = (place: string): void => {
    if (kept.has(place)) return;
    const locked = packages[place]!;
    kept.set(place, Object.fromEntries(Object.entries(locked).filter(([key]) => !NOT_KEPT.includes(key))));
    const { dependencies, optionalDependencies, peerDependencies } = locked;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = resolve(packages, place, name);
      if (found) visit(found);
    }
  };
  visit(`node_modules/${FRAMEWORK}`);
  return {
    version: framework.version,
    packages: Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** As Node does: in the package's own node_modules first, then outwards. */
function resolve(packages: Packages, from: string, name: string): string | null {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const place = base ? `${base}/node_modules/${name}` : `node_modules/${name}`;
    if (packages[place]) return place;
    if (!base) return null;
  }
}

/** The nearest lockfile, outwards: a workspace has it at its root. */
async function findLock(serviceDir: string): Promise<{ path: string; packages: Packages }> {
  for (let folder = serviceDir; ; folder = dirname(folder)) {
    const path = join(folder, 'package-lock.json');
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null) return { path, packages: (JSON.parse(text) as { packages?: Packages }).packages ?? {} };
    if (folder === dirname(folder))
      throw new DeployError(`There is no package-lock.json in ${serviceDir} or above. Run \`npm install\`.`);
  }
}
