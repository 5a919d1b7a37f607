import { join } from 'node:path';
import { readManifest } from './pictures.ts';

/** A product: its catalogue pictures, and photographs of it. */
export interface ProductPictures {
  readonly name: string;
  readonly catalogue: readonly string[];
  readonly photos: readonly string[];
}

/** The products of a group of the manifest, by name. */
export async function readProducts(folder: string, group: string): Promise<ProductPictures[]> {
  const { files } = await readManifest<{ files: { file: string; label: string; group: string; view: string }[] }>(
    join(folder, 'MANIFEST.json'),
  );
  const ofGroup = files.filter((file) => file.group === group);
  const names = [...new Set(ofGroup.map(({ label }) => label))].sort();
  return names.map((name) => {
    const own = ofGroup.filter(({ label }) => label === name);
    const paths = (isCatalogue: boolean) =>
      own.filter(({ view }) => view.startsWith('catalogue') === isCatalogue).map(({ file }) => join(folder, file));
    return { name, catalogue: paths(true), photos: paths(false) };
  });
}
