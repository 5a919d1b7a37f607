import { z } from 'zod';
import { readIndexRecord } from '../../../core/index.ts';
import { openLibraryFolder } from '../library/open-library.ts';

const pictureSchema = z.object({
  /** Of `brands/pictures/<slug>/`. */
  file: z.string().regex(/^[0-9a-f]{16}\.[a-z]{3,4}$/),
  /** As the user called it. */
  name: z.string(),
  /** Features that the index has of it. */
  features: z.int().nonnegative(),
});

const brandSchema = z.object({
  name: z.string().min(1),
  slug: z.string().regex(/^[a-z0-9-]+$/),
  pictures: z.array(pictureSchema),
});

/** Beside the index's identity, the record holds the brands: what the index is made again from. */
const shape = { brands: z.array(brandSchema).default([]) };

export type Brand = z.infer<typeof brandSchema>;

/** Where the library keeps the pictures of brands. */
export const PICTURES_FOLDER = 'brands/pictures';

/** The registered brands, by name. Errors: kind `input` for a damaged record. */
export async function readBrands(libraryFolder: string): Promise<Brand[]> {
  return (await readIndexRecord(openLibraryFolder(libraryFolder), 'brands', shape))?.brands ?? [];
}
