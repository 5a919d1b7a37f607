import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Config } from './config.ts';

/** Where built models and what else can be made again lie: REELSIGHT_CACHE, else `reelsight` in the folder that the system keeps for caches. */
export function findCacheFolder(
  config: Pick<Config, 'REELSIGHT_CACHE'>,
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  if (config.REELSIGHT_CACHE) return resolve(config.REELSIGHT_CACHE);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'reelsight');
  if (platform === 'win32')
    return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'reelsight', 'Cache');
  return join(environment.XDG_CACHE_HOME || join(home, '.cache'), 'reelsight');
}
