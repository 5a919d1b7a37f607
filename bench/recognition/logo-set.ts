import { join } from 'node:path';
import { type Crop, readManifest } from './pictures.ts';

/** A photograph with a brand's logo, or without any. */
export interface LogoPhoto {
  readonly path: string;
  /** Null where there is no logo. */
  readonly brand: string | null;
  /** The first logo in it, where somebody marked it. */
  readonly logo: Crop | null;
}

interface ManifestFile {
  readonly file: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly boxes_xyxy: readonly (readonly [number, number, number, number])[];
}

/** Share of a logo's longer side that a crop keeps around it, as somebody who cuts it out would. */
const MARGIN = 0.08;

/** Reads photographs of logos by their manifest. */
export async function readLogoPhotos(folder: string): Promise<LogoPhoto[]> {
  const { files } = await readManifest<{ files: ManifestFile[] }>(join(folder, 'MANIFEST.json'));
  return files.map((file) => ({
    path: join(folder, file.file),
    brand: file.label === '_no_logo' ? null : file.label,
    logo: file.boxes_xyxy.length > 0 ? cropAround(file) : null,
  }));
}

function cropAround({ boxes_xyxy, width, height }: ManifestFile): Crop {
  const [x0, y0, x1, y1] = boxes_xyxy[0];
  const margin = Math.round(MARGIN * Math.max(x1 - x0, y1 - y0));
  const [left, top] = [Math.max(0, x0 - margin), Math.max(0, y0 - margin)];
  return { left, top, width: Math.min(width, x1 + margin) - left, height: Math.min(height, y1 + margin) - top };
}

/** Divides photographs into those to register, the first `count` of each brand with a marked logo, and the others. */
export function divideLogoPhotos(photos: readonly LogoPhoto[], brands: readonly string[], count: number) {
  const registered = brands.flatMap((brand) =>
    photos.filter((photo) => photo.brand === brand && photo.logo).slice(0, count),
  );
  const asked = photos.filter(
    (photo) => !registered.includes(photo) && (photo.brand === null || brands.includes(photo.brand)),
  );
  return { registered, asked };
}
