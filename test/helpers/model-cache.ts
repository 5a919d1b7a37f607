import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureModel } from '../../models/ensure.ts';
import { TEST_CACHE } from './command-line.ts';

/** Makes a cache of one's own, in which the network that every analysis uses is built already. Returns the folder. */
export async function makeModelCache(folder: string): Promise<string> {
  await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: TEST_CACHE });
  await cp(join(TEST_CACHE, 'models'), join(folder, 'models'), { recursive: true });
  return folder;
}
