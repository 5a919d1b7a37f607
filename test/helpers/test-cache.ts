import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where tests keep the models and clips that they make: beside other tools' caches, so that `npm ci` starts afresh. */
export const TEST_CACHE = join(dirname(fileURLToPath(import.meta.url)), '../..', 'node_modules/.cache/reelsight');
