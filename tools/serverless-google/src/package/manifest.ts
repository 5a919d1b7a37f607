import { FRAMEWORK } from './bundle.ts';
import type { FrameworkLock } from './lock.ts';

// How Google's buildpack takes such a source (github.com/GoogleCloudPlatform/buildpacks, cmd/nodejs):
// - npm/lib/lib.go: removes a node_modules at the root, runs `npm ci` where there is a lockfile, and scripts only where
//   package.json has some. So: a lockfile, no scripts, no node_modules.
// - functions_framework/lib/lib.go: with the framework among the dependencies it starts that one (else it installs its own
//   besides), takes the file that `main` names, and checks its syntax with `node --check`.

/** package.json of a function. */
export function createManifest(key: string, runtime: string, { version }: FrameworkLock) {
  return {
    name: key.toLowerCase(),
    private: true,
    main: 'index.cjs',
    engines: { node: runtime.replace('nodejs', '') },
    dependencies: { [FRAMEWORK]: version },
  };
}

/** package-lock.json of a function, in agreement with its package.json, else `npm ci` refuses. */
export function createLockfile(manifest: ReturnType<typeof createManifest>, { packages }: FrameworkLock) {
  const { name, dependencies, engines } = manifest;
  return { name, lockfileVersion: 3, requires: true, packages: { '': { name, dependencies, engines }, ...packages } };
}

export const toJson = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
