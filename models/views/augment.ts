import type { Ffmpeg } from '../../src/core/media/ffmpeg.ts';
import { cropView, type View } from './crop-view.ts';
import { NEARER_VIEWS } from './picture-views.ts';
import { type Treatment, treatPicture } from './treat-picture.ts';

const WHOLE: View = { left: 0, top: 0, width: 1, height: 1 };

type Way = { readonly name: string } & ({ readonly view: View } | { readonly treatment: Treatment });

/** Ways in which a picture is varied for training, the most telling first. Their names stand for them in caches. */
const WAYS: readonly Way[] = [
  { name: 'mirrored-nearer', view: { ...NEARER_VIEWS[0], mirrored: true } },
  { name: 'coarse', treatment: 'coarse' },
  { name: 'nearer', view: NEARER_VIEWS[1] },
  { name: 'soft', treatment: 'soft' },
  { name: 'dark', treatment: 'dark' },
  { name: 'mirrored', view: { ...WHOLE, mirrored: true } },
];
export const MAX_AUGMENT = WAYS.length;

/** The names of the first `count` ways. */
export const augmentNames = (count: number): string[] => WAYS.slice(0, count).map(({ name }) => name);

/** A picture varied in one way: RGB [299, 299, 3]. `frame` is the whole picture of `path`. */
export async function augment(ffmpeg: Ffmpeg, path: string, frame: Uint8Array, name: string): Promise<Uint8Array> {
  const way = WAYS.find((candidate) => candidate.name === name)!;
  return 'view' in way ? cropView(frame, way.view) : treatPicture(ffmpeg, path, way.treatment);
}
