import { z } from 'zod';
import { readRecord } from '../library/read-record.ts';

/** Beside the index's identity, the record says what the catalogue was. */
const shape = {
  source: z.string().default('').describe('File name of the catalogue'),
  pictures: z.int().nonnegative().default(0),
  leftOut: z.int().nonnegative().default(0).describe('Rows that could not be read'),
};

export const readCatalogueRecord = (libraryFolder: string) => readRecord(libraryFolder, 'catalogue', shape);
