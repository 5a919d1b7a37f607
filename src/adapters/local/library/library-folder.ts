import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Config } from '../../../core/index.ts';

/**
 * Where heads, brands and the catalogue lie: REELSIGHT_LIBRARY, else `reelsight` in the folder that the system keeps for
 * programs' data. Not in the cache: nobody can make them again but who made them.
 */
export function findLibraryFolder(
  config: Pick<Config, 'REELSIGHT_LIBRARY'>,
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  if (config.REELSIGHT_LIBRARY) return resolve(config.REELSIGHT_LIBRARY);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'reelsight');
  if (platform === 'win32')
    return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'reelsight', 'Library');
  return join(environment.XDG_DATA_HOME || join(home, '.local', 'share'), 'reelsight');
}
