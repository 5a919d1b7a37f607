import type { Library } from '../../../core/index.ts';
import { createFileStore } from '../store.ts';

/** The library in a folder of this machine. */
export const openLibraryFolder = (folder: string): Library => ({ store: createFileStore(folder), prefix: '' });
