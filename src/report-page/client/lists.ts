import { findAt } from '../../core/math/find-at.ts';
import { namesThing } from '../../core/wording/text.ts';
import type { Film } from '../model/film.ts';
import { type Filters, findLabelShots, matchesBreak, matchesScene, VERDICTS } from '../model/filters.ts';
import { formatCount, formatScore, humanize } from '../model/format.ts';
import { byId, make } from './dom.ts';
import type { PictureStore } from './picture-store.ts';

/** A card names at most this many shots in which a label was seen. */
const SHOTS_NAMED = 6;

const find = <T extends Element>(selector: string) => [...document.querySelectorAll<T>(selector)];
const checkedValues = (name: string) =>
  new Set(find<HTMLInputElement>(`input[name="${name}"]:checked`).map(({ value }) => value));
const optional = <T extends HTMLElement>(id: string) => document.getElementById(id) as T | null;

/** What the page's controls ask for. A video without breaks has no controls for them. */
export function readFilters(): Filters {
  return {
    safeBreaksOnly: optional<HTMLInputElement>('safe-breaks')?.checked ?? false,
    minimumScore: Number(optional<HTMLInputElement>('minimum-score')?.value ?? 0),
    verdicts: checkedValues('verdict'),
    transitions: checkedValues('transition'),
    maximumConfidence: Number(byId<HTMLInputElement>('maximum-confidence').value),
    label: byId<HTMLInputElement>('label-search').value,
  };
}

const describeShown = (shown: number, all: number) =>
  shown === all ? '' : `${formatCount(shown)} of ${formatCount(all)} shown`;

/** Says in a scene's card in which of its shots the label was seen. */
function noteShots(card: HTMLElement, shots: readonly number[]): void {
  card.querySelector('.found')?.remove();
  if (shots.length === 0) return;
  const named = shots.slice(0, SHOTS_NAMED).map((index) => formatCount(index + 1));
  const more = shots.length > SHOTS_NAMED ? ` and ${formatCount(shots.length - SHOTS_NAMED)} more` : '';
  const text = `Seen in shot${shots.length === 1 ? '' : 's'} ${named.join(', ')}${more}`;
  card.querySelector('.chips')?.after(make('p', { className: 'found' }, text));
}

/** Shows the breaks and scenes that the filters let through. */
export function applyFilters({ report }: Film, filters: Filters): void {
  let breaksShown = 0;
  for (const item of find<HTMLElement>('[data-break]')) {
    item.hidden = !matchesBreak(report.storyBreaks[Number(item.dataset.break)]!, filters);
    if (!item.hidden) breaksShown++;
  }
  let scenesShown = 0;
  for (const item of find<HTMLElement>('[data-scene]')) {
    const scene = report.scenes[Number(item.dataset.scene)]!;
    item.hidden = !matchesScene(scene, report.shots, filters);
    if (item.hidden) continue;
    scenesShown++;
    noteShots(item, findLabelShots(scene, report.shots, filters));
  }
  const breaksNote = optional('breaks-shown');
  if (breaksNote !== null) {
    breaksNote.textContent = describeShown(breaksShown, report.storyBreaks.length);
    byId('minimum-score-shown').textContent = formatScore(filters.minimumScore);
  }
  byId('maximum-confidence-shown').textContent = formatScore(filters.maximumConfidence);
  byId('scenes-shown').textContent = describeShown(scenesShown, report.scenes.length);
  byId('no-scenes').hidden = scenesShown > 0;
  byId('reset-filters').hidden = filters.label === '' && filters.verdicts.size === VERDICTS.length;
}

/** Sets the other boxes of the same name and value alike: a choice that stands in two places is one choice. */
export function echoChoice(changed: HTMLElement): void {
  if (!(changed instanceof HTMLInputElement) || changed.type !== 'checkbox' || changed.name === '') return;
  for (const input of find<HTMLInputElement>(`input[name="${changed.name}"]`))
    if (input.value === changed.value) input.checked = changed.checked;
}

/** Undoes the scenes' filters. */
export function resetFilters(): void {
  byId<HTMLInputElement>('label-search').value = '';
  for (const input of find<HTMLInputElement>('input[name="verdict"]')) input.checked = true;
}

/** Puts the breaks in the order that the reader chose. */
export function orderBreaks(order: string): void {
  const key = order === 'time' ? 'break' : 'rank';
  const items = find<HTMLElement>('[data-break]').sort((a, b) => Number(a.dataset[key]) - Number(b.dataset[key]));
  byId('break-list').append(...items);
}

/** Lists a scene's shots in its card, the first time that it is opened. */
export function fillShots(details: HTMLElement, film: Film, store: PictureStore): void {
  if (details.querySelector('.shot-list') !== null) return;
  const { firstShot, lastShot } = film.report.scenes[Number(details.dataset.shots)]!;
  const items = film.report.shots.slice(firstShot, lastShot + 1).map((shot) => {
    const path = shot.thumbnail;
    const image =
      path !== null && store.has(path)
        ? make('img', { alt: '', width: 64, height: 36 })
        : make('span', { className: 'blank' });
    if (path !== null) image.dataset.picture = path;
    const labels = shot.labels.filter(namesThing).map(film.titleOf).join(', ');
    const { type, confidence } = shot.transitionIn;
    const how = shot.index === 0 ? '' : ` · ${humanize(type)} ${formatScore(confidence)}`;
    const button = make(
      'button',
      { type: 'button', className: 'shot' },
      image,
      make(
        'span',
        { className: 'time' },
        make('span', { className: 'hidden' }, 'Shot '),
        `${formatCount(shot.index + 1)} · ${shot.startTimecode}${how}`,
      ),
      make('span', { className: 'shot-labels' }, labels),
    );
    button.dataset.frame = String(shot.startFrame);
    return make('li', {}, button);
  });
  details.append(make('ol', { className: 'shot-list' }, ...items));
}

/** Marks the scene that the playhead is in, and the break that it stands on. */
export function createMarker(film: Film) {
  let marked: Element[] = [];
  return (frame: number): void => {
    const scene = document.getElementById(`scene-${findAt(film.sceneStarts, frame)}`);
    const breakIndex = film.report.storyBreaks.findIndex((storyBreak) => storyBreak.frame === frame);
    const storyBreak = breakIndex < 0 ? null : document.getElementById(`break-${breakIndex}`);
    const next = [scene, storyBreak].filter((element) => element !== null);
    if (next.length === marked.length && next.every((element, i) => element === marked[i])) return;
    for (const element of marked) element.classList.remove('current');
    for (const element of next) element.classList.add('current');
    marked = next;
  };
}
