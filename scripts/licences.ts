/** Lists the licences of all packages that come with Reelsight, from the lock file: `npm run licences`. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

const ROOT = new URL('../', import.meta.url);

/** Names that packages give to licences that have another, and what those without a name lie under, by their LICENSE file. */
const SAME: Readonly<Record<string, string>> = {
  'https://git.ffmpeg.org/gitweb/ffmpeg.git/blob_plain/HEAD:/LICENSE.md': 'GPL-3.0',
  GPLv3: 'GPL-3.0',
};
const UNNAMED: Readonly<Record<string, string>> = { async: 'MIT', h5wasm: 'NIST-Software' };

/** Licence -> packages, `name@version`, of what is installed with Reelsight; what serves its development is left out. */
export function listLicences(
  packages: Readonly<Record<string, LockedPackage>>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [path, { version, license, dev }] of Object.entries(packages)) {
    if (path === '' || dev) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const licence = UNNAMED[name] ?? SAME[license ?? ''] ?? license ?? 'unknown';
    found.set(licence, [...(found.get(licence) ?? []), `${name}@${version}`]);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const readLockedPackages = (): Readonly<Record<string, LockedPackage>> =>
  JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8')).packages;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [licence, names] of listLicences(readLockedPackages()))
    process.stdout.write(`${licence} (${names.length})\n  ${names.toSorted().join('\n  ')}\n`);
