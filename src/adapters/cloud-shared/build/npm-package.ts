import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ReelsightError } from '../../../core/index.ts';

const execute = promisify(execFile);

/**
 * Finds the folder of an npm package that package-lock.json names. One for another system or processor is not
 * installed: it is fetched with `npm pack` at the locked version, checked, and kept below `downloads`.
 *
 * Errors: kind `environment` when it is not locked, cannot be fetched, or is not what was locked.
 */
export async function findNpmPackage(root: string, name: string, downloads: string): Promise<string> {
  const { version, integrity } = await readLock(root, name);
  const installed = join(root, 'node_modules', name);
  if (await isVersion(installed, version)) return installed;
  const kept = join(downloads, `${name.replace('/', '-').replace('@', '')}-${version}`);
  if (await isVersion(join(kept, 'package'), version)) return join(kept, 'package');
  await mkdir(downloads, { recursive: true });
  const temporary = await mkdtemp(join(downloads, 'fetch-'));
  try {
    await fetch(`${name}@${version}`, integrity, temporary);
    await rm(kept, { recursive: true, force: true });
    await rename(temporary, kept);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return join(kept, 'package');
}

async function readLock(root: string, name: string): Promise<{ version: string; integrity: string }> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; integrity?: string }>;
  };
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (!version || !integrity)
    throw new ReelsightError('environment', `package-lock.json locks no ${name}. Run \`npm install\`.`);
  return { version, integrity };
}

const isVersion = async (folder: string, version: string): Promise<boolean> =>
  await readFile(join(folder, 'package.json'), 'utf8').then(
    (text) => JSON.parse(text).version === version,
    () => false,
  );

async function fetch(specifier: string, integrity: string, folder: string): Promise<void> {
  // npm packs from whatever registry it is set up for: a mirror serves as well as the public one.
  const options = { cwd: folder, timeout: 300_000, maxBuffer: 1e8 };
  const { stdout } = await execute('npm', ['pack', specifier, '--json', '--ignore-scripts'], options).catch(
    (cause: unknown) => {
      throw new ReelsightError(
        'environment',
        `\`npm pack ${specifier}\` failed. Check the connection to the npm registry, or name static Linux builds for the target's processor in REELSIGHT_DEPLOY_FFMPEG and REELSIGHT_DEPLOY_FFPROBE.`,
        { cause },
      );
    },
  );
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const archive = join(folder, filename);
  const found = `sha512-${createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')}`;
  if (found !== integrity)
    throw new ReelsightError(
      'environment',
      `${specifier} from the npm registry is not what package-lock.json locks: received ${found}, expected ${integrity}. Do not use it; find out what the registry serves.`,
    );
  await execute('tar', ['-xzf', filename], options);
  await rm(archive);
}
