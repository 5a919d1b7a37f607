import type { Report, Scene } from '../../core/report.ts';

type Shots = Report['shots'];

/** Indexes from `middle` outwards within [first, last]: middle, one after, one before, two after... */
function* outwards(middle: number, first: number, last: number): Generator<number> {
  for (let step = 0; step <= last - first; step++) {
    if (middle + step <= last) yield middle + step;
    if (step > 0 && middle - step >= first) yield middle - step;
  }
}

const findNear = (
  middle: number,
  scene: Pick<Scene, 'firstShot' | 'lastShot'>,
  shots: Shots,
  available: { has(path: string): boolean },
): string | null => {
  for (const index of outwards(middle, scene.firstShot, scene.lastShot)) {
    const path = shots[index]!.thumbnail;
    if (path !== null && available.has(path)) return path;
  }
  return null;
};

/** The picture that stands for a scene: its middle shot's, or the nearest to it that there is. */
export const pickScenePicture = (
  scene: Pick<Scene, 'firstShot' | 'lastShot'>,
  shots: Shots,
  available: { has(path: string): boolean },
): string | null => findNear(Math.floor((scene.firstShot + scene.lastShot) / 2), scene, shots, available);

/** The picture of a shot, or of the shot nearest to it in its scene. */
export const pickShotPicture = (
  shotIndex: number,
  scene: Pick<Scene, 'firstShot' | 'lastShot'>,
  shots: Shots,
  available: { has(path: string): boolean },
): string | null => findNear(shotIndex, scene, shots, available);

export interface ShotPicture {
  readonly frame: number;
  readonly thumbnail: string;
}

/** The pictures of a shot that there are, in order of time. */
export function listShotPictures(
  { filmstrip, keyFrame, thumbnail }: Shots[number],
  available: { has(path: string): boolean },
) {
  const all: readonly ShotPicture[] =
    filmstrip.length === 0 && thumbnail !== null ? [{ frame: keyFrame, thumbnail }] : filmstrip;
  return all.filter((picture) => available.has(picture.thumbnail));
}

/** The pictures next to a frame: the last before it and the first from it on, in its shot or the one beside it. */
export function picturesAround(
  frame: number,
  shotIndex: number,
  shots: Shots,
  available: { has(path: string): boolean },
): { readonly before: ShotPicture | null; readonly after: ShotPicture | null } {
  const of = (index: number) => (shots[index] === undefined ? [] : listShotPictures(shots[index], available));
  const own = of(shotIndex);
  return {
    before: own.findLast((picture) => picture.frame < frame) ?? of(shotIndex - 1).at(-1) ?? null,
    after: own.find((picture) => picture.frame >= frame) ?? of(shotIndex + 1)[0] ?? null,
  };
}
