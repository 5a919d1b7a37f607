import { findAt } from '../../../core/math/find-at.ts';
import {
  type Boundary,
  describeBoundary,
  findBoundaryAt,
  leastSureFirst,
  matchesBoundary,
  stepAround,
} from '../../model/boundaries.ts';
import type { Film } from '../../model/film.ts';
import type { Filters } from '../../model/filters.ts';
import { formatCount } from '../../model/format.ts';
import { byId } from '../dom.ts';
import { isWide } from '../page.ts';
import type { PictureStore } from '../picture-store.ts';
import { createBlocks, type RowList } from './blocks.ts';
import { createBoundaryList } from './boundary-list.ts';
import { measurePicture } from './picture-size.ts';
import { createStrip } from './strip.ts';

/** Narrower than this, small pictures show more than large ones. */
const NARROW_PIXELS = 480;
/** Paper has about this many CSS pixels. */
const PRINT_WIDTH = 680;
/** More shots than this would fill a book. */
const SHOTS_PRINTED = 600;

type View = 'strip' | 'boundaries';

/** The shots as a filmstrip or as a list of the boundaries between them. */
export function createShots(film: Film, store: PictureStore, getFilters: () => Filters) {
  const host = byId('shots-host');
  const [size, order] = [byId<HTMLSelectElement>('picture-size'), byId<HTMLSelectElement>('boundary-order')];
  const blocks = createBlocks(host);
  let view: View = 'strip';
  let width = 0;
  let shown: readonly Boundary[] = [];
  let rowOf: (shotIndex: number) => number = () => -1;
  let chosen = -1;
  let [currentShot, currentBoundary] = [-1, -1];
  let state = '';
  let printing = false;

  /** Marks where the playhead is. */
  function markIn<T extends HTMLElement>(root: T): T {
    for (const element of root.querySelectorAll('.current')) element.classList.remove('current');
    const selector = `[data-shot="${currentShot}"], [data-boundary="${currentBoundary}"]`;
    for (const element of root.querySelectorAll(selector)) element.classList.add('current');
    return root;
  }

  function dimIn<T extends HTMLElement>(root: T): T {
    for (const button of root.querySelectorAll<HTMLElement>('[data-boundary]')) {
      const shot = film.report.shots[Number(button.dataset.boundary)]!;
      button.classList.toggle('left-out', !matchesBoundary(shot, getFilters()));
    }
    return root;
  }

  function build(): void {
    const picture = measurePicture(printing ? 'small' : size.value, film.report.video);
    let list: RowList;
    if (view === 'strip') {
      const strip = createStrip(film, store, picture, width);
      rowOf = strip.rowOf;
      list = strip.list;
    } else {
      rowOf = (shotIndex) => shown.findIndex(({ index }) => index === shotIndex);
      list = createBoundaryList(film, store, picture, shown);
    }
    blocks.show({ ...list, render: (row) => dimIn(markIn(list.render(row))) });
  }

  function update(): void {
    const filters = getFilters();
    const next = [...filters.transitions, filters.maximumConfidence, order.value, size.value].join();
    if (next === state) return;
    state = next;
    const matching = film.boundaries.filter((boundary) => matchesBoundary(boundary, filters));
    shown = order.value === 'time' ? matching : leastSureFirst(matching);
    const [few, all] = [formatCount(shown.length), formatCount(film.boundaries.length)];
    byId('boundaries-shown').textContent = few === all ? '' : `${few} of ${all} boundaries`;
    byId('no-boundaries').hidden = view === 'strip' || shown.length > 0;
    build();
  }

  function fit(): void {
    const next = host.clientWidth;
    if (next === 0 || next === width) return;
    width = next;
    build();
  }

  function setView(next: View): void {
    view = next;
    for (const button of document.querySelectorAll<HTMLElement>('[data-view]'))
      button.setAttribute('aria-pressed', String(button.dataset.view === view));
    byId('strip-hint').hidden = view !== 'strip';
    byId('boundary-order-choice').hidden = view === 'strip';
    byId('no-boundaries').hidden = view === 'strip' || shown.length > 0;
    build();
  }

  /** Brings a shot's row into view where that does not move the player out of it. */
  function reveal(shotIndex: number): void {
    const row = blocks.rowElement(rowOf(shotIndex));
    if (row === null || !isWide()) return;
    row.scrollIntoView({ block: 'nearest' });
    blocks.request();
  }

  for (const button of document.querySelectorAll<HTMLElement>('[data-view]'))
    button.addEventListener('click', () => setView(button.dataset.view as View));
  if (host.clientWidth < NARROW_PIXELS) size.value = 'small';
  new ResizeObserver(fit).observe(host);

  return {
    update,
    /** Shows the pictures, once there are any. */
    refresh: build,
    reveal,
    hasBoundaries: () => shown.length > 0,
    choose: (shotIndex: number) => {
      chosen = shotIndex;
    },
    /** The next boundary of the list, or the one before; null when there is none. */
    step(direction: 1 | -1): Boundary | null {
      const position = shown.findIndex(({ index }) => index === chosen);
      const next = shown[stepAround(position, shown.length, direction)] ?? null;
      if (next !== null) chosen = next.index;
      return next;
    },
    /** The boundary that a frame lies in, in words with its place in the list; nothing where there is none. */
    describe(frame: number): string {
      const boundary = findBoundaryAt(film.boundaries, frame, 0);
      if (boundary === null) return '';
      const words = describeBoundary(boundary, film.report.video);
      const position = shown.findIndex(({ index }) => index === boundary.index);
      if (position < 0 || boundary.index !== chosen) return words;
      return `${formatCount(position + 1)} of ${formatCount(shown.length)}: ${words}`;
    },
    /** Follows the playhead. */
    mark(frame: number): void {
      const shot = findAt(film.shotStarts, frame);
      const boundary = findBoundaryAt(film.boundaries, frame, 0)?.index ?? -1;
      if (shot === currentShot && boundary === currentBoundary) return;
      [currentShot, currentBoundary] = [shot, boundary];
      markIn(host);
    },
    preparePrint(): void {
      const tooMany = film.report.shots.length > SHOTS_PRINTED;
      host.classList.toggle('not-printed', tooMany);
      byId('not-printed').hidden = !tooMany;
      if (tooMany) return;
      printing = true;
      width = PRINT_WIDTH;
      build();
      blocks.setWhole(true);
    },
    endPrint(): void {
      byId('not-printed').hidden = true;
      printing = false;
      blocks.setWhole(false);
      width = 0;
      fit();
    },
  };
}
