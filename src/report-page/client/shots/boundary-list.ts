import { type Boundary, describeFrames, isDoubtful, nameBoundary } from '../../model/boundaries.ts';
import type { Film } from '../../model/film.ts';
import { formatScore, humanize } from '../../model/format.ts';
import { picturesAround } from '../../model/pictures.ts';
import { make } from '../dom.ts';
import type { PictureStore } from '../picture-store.ts';
import type { RowList } from './blocks.ts';
import { makeMark } from './mark.ts';
import { makePicture, type PictureSize } from './picture-size.ts';

/** Four lines of words. */
const MIN_HEIGHT = 72;
const GAP = 12;

/** Boundaries one below the other, each with the pictures on both its sides. */
export function createBoundaryList(
  film: Film,
  store: PictureStore,
  size: PictureSize,
  boundaries: readonly Boundary[],
): RowList {
  const { shots } = film.report;

  function render(row: number): HTMLElement {
    const boundary = boundaries[row]!;
    const { before, after } = picturesAround(boundary.startFrame, boundary.index, shots, store);
    const mark = makeMark(boundary);
    // The words beside it say the same.
    mark.ariaHidden = 'true';
    const confidence = formatScore(boundary.transitionIn.confidence);
    const button = make(
      'button',
      { type: 'button', className: 'boundary' },
      make(
        'span',
        { className: 'boundary-sides' },
        makePicture(store, size, before?.thumbnail ?? null),
        mark,
        makePicture(store, size, after?.thumbnail ?? null),
      ),
      make(
        'span',
        { className: 'boundary-words' },
        make('b', {}, nameBoundary(boundary)),
        isDoubtful(boundary)
          ? make('span', { className: 'doubt' }, `Doubtful: ${confidence}`)
          : make('span', {}, `Confidence ${confidence}`),
        make('span', { className: 'muted' }, `At ${shots[boundary.index]!.startTimecode}`),
        make('span', { className: 'muted' }, humanize(describeFrames(boundary))),
      ),
    );
    button.dataset.frame = String(boundary.startFrame);
    button.dataset.boundary = String(boundary.index);
    return make('li', { className: 'boundary-row' }, button);
  }

  const height = Math.max(size.heightPixels, MIN_HEIGHT) + GAP;
  return { heights: boundaries.map(() => height), render };
}
