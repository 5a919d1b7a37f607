import { z } from 'zod';
import { readIndexRecord } from '../../../core/index.ts';
import { openLibraryFolder } from '../library/open-library.ts';

/** Beside the index's identity, the record says what the catalogue was. */
const shape = {
  source: z.string().default('').describe('File name of the catalogue'),
  pictures: z.int().nonnegative().default(0),
  leftOut: z.int().nonnegative().default(0).describe('Rows that could not be read'),
};

export const readCatalogueRecord = (libraryFolder: string) =>
  readIndexRecord(openLibraryFolder(libraryFolder), 'catalogue', shape);
