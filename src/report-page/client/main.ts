import type { Report } from '../../core/report.ts';
import type { Boundary } from '../model/boundaries.ts';
import { createFilm, findNext, findPrevious } from '../model/film.ts';
import { type Action, findAction } from '../model/keys.ts';
import { describeStarts, type LaneData } from '../model/tracks.ts';
import { byId, readJson } from './dom.ts';
import { applyFilters, createMarker, echoChoice, fillShots, orderBreaks, readFilters, resetFilters } from './lists.ts';
import {
  followParts,
  lighten,
  revealCard,
  revealStage,
  saveText,
  setPossible,
  toggleHelp,
  toggleTheme,
  toggleWide,
} from './page.ts';
import { createLazyPictures, createPictureStore } from './picture-store.ts';
import { createPlayer } from './player.ts';
import { listenToPointer } from './pointer.ts';
import { createShots } from './shots/index.ts';
import { createStage } from './stage.ts';
import { createTimeline } from './timeline.ts';
import { listenForVideo } from './video-file.ts';

const report = readJson<Report>('report-data');
const film = createFilm(report, readJson<LaneData>('lane-data'));
let filters = readFilters();
/** Where the reader last went for what begins to be seen there. */
let seenFrame = -1;

const store = createPictureStore(
  () => timeline.invalidate(),
  () => {
    stage.refresh();
    shots.refresh();
    timeline.invalidate();
    lazyPictures.watch(document);
  },
);
const lazyPictures = createLazyPictures(store);
const stage = createStage(film, store);
const markCards = createMarker(film);
const shots = createShots(film, store, () => filters);
const player = createPlayer(film, byId<HTMLVideoElement>('video'), () => {
  timeline.reveal();
  followPlayhead();
});
const timeline = createTimeline({ film, store, getFrame: () => player.frame, getFilters: () => filters });

const seek = (frame: number | null) => {
  if (frame !== null) player.seek(frame);
};

function followPlayhead(): void {
  const { frame, playing } = player;
  stage.update(player);
  markCards(frame);
  shots.mark(frame);
  // A text that is read out would not keep up with a video that plays.
  const words = frame === seenFrame ? describeStarts(film.tracks, frame, report.video) : shots.describe(frame);
  const note = playing ? '' : words;
  if (byId('boundary-note').textContent !== note) byId('boundary-note').textContent = note;
  for (const [name, starts] of [
    ['shot', film.shotStarts],
    ['scene', film.sceneStarts],
  ] as const) {
    setPossible(`${name}-back`, frame > film.firstFrame);
    setPossible(`${name}-forward`, frame < starts.at(-1)!);
  }
  setPossible('break-forward', frame < (film.breakFrames.at(-1) ?? 0));
}

function goToBoundary(boundary: Boundary | null): void {
  if (boundary === null) return;
  shots.choose(boundary.index);
  seek(boundary.startFrame);
  shots.reveal(boundary.index);
}

/** Says what begins to be seen there, where a boundary would be described else. */
function goToSeen(frame: number | null): void {
  seenFrame = frame ?? seenFrame;
  seek(frame);
}

/** Back to the start of what the playhead is in, or, standing on it, of the one before. */
const stepBack = (starts: readonly number[]) => seek(findPrevious(starts, player.frame) ?? starts[0] ?? null);

function goToBreak(frame: number | null): void {
  seek(frame);
  const index = report.storyBreaks.findIndex((storyBreak) => storyBreak.frame === frame);
  if (index >= 0) revealCard(`break-${index}`);
}

const ACTIONS: Readonly<Record<Action, () => void>> = {
  'frame-back': () => seek(player.frame - 1),
  'frame-forward': () => seek(player.frame + 1),
  'shot-back': () => stepBack(film.shotStarts),
  'shot-forward': () => seek(findNext(film.shotStarts, player.frame)),
  'scene-back': () => stepBack(film.sceneStarts),
  'scene-forward': () => seek(findNext(film.sceneStarts, player.frame)),
  'break-back': () => goToBreak(findPrevious(film.breakFrames, player.frame)),
  'break-forward': () => goToBreak(findNext(film.breakFrames, player.frame)),
  'doubt-back': () => goToBoundary(shots.step(-1)),
  'doubt-forward': () => goToBoundary(shots.step(1)),
  'seen-back': () => goToSeen(findPrevious(film.seenStarts, player.frame)),
  'seen-forward': () => goToSeen(findNext(film.seenStarts, player.frame)),
  'to-start': () => seek(film.firstFrame),
  'to-end': () => seek(film.lastFrame),
  'toggle-play': () => player.toggle(),
  'zoom-in': () => timeline.zoom(1),
  'zoom-out': () => timeline.zoom(-1),
  'zoom-fit': () => timeline.zoomToFit(),
  'open-video': () => byId<HTMLInputElement>('file').click(),
  'toggle-wide': toggleWide,
  'toggle-theme': () => {
    toggleTheme();
    timeline.recolor();
  },
  'toggle-help': toggleHelp,
};

function describeFocus(target: EventTarget | null): 'field' | 'control' | 'player' | 'page' {
  if (!(target instanceof Element)) return 'page';
  const typed = 'input:not([type="checkbox"]), select, textarea';
  if (target.matches(typed)) return 'field';
  if (target.matches('button, a, summary, input')) return 'control';
  return target.closest('.stage, .timeline') === null ? 'page' : 'player';
}

document.addEventListener('keydown', (event) => {
  if (!byId<HTMLInputElement>('keys-on').checked) return;
  const action = findAction({
    key: event.key,
    shiftKey: event.shiftKey,
    otherModifier: event.ctrlKey || event.altKey || event.metaKey,
    focus: describeFocus(event.target),
  });
  if (action === null || (byId<HTMLDialogElement>('help').open && action !== 'toggle-help')) return;
  event.preventDefault();
  ACTIONS[action]();
});

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest<HTMLElement>('[data-action], [data-frame], [data-label]');
  if (button === null) return;
  const { action, frame, label } = button.dataset;
  const boundary = event.target.closest<HTMLElement>('[data-boundary]')?.dataset.boundary;
  if (boundary !== undefined) shots.choose(Number(boundary));
  if (action !== undefined && button.ariaDisabled !== 'true') ACTIONS[action as Action]();
  if (frame !== undefined) {
    seek(Number(frame));
    revealStage();
  }
  if (label !== undefined) {
    byId<HTMLInputElement>('label-search').value = label;
    update();
    byId('scenes').scrollIntoView();
  }
});

function update(): void {
  filters = readFilters();
  applyFilters(film, filters);
  shots.update();
  setPossible('doubt-back', shots.hasBoundaries());
  setPossible('doubt-forward', shots.hasBoundaries());
  timeline.invalidate();
}

document.addEventListener('input', (event) => {
  if (!(event.target instanceof HTMLElement) || event.target.id === 'keys-on' || event.target.id === 'file') return;
  echoChoice(event.target);
  if (event.target.id === 'break-order') orderBreaks((event.target as HTMLSelectElement).value);
  update();
});
document.addEventListener('submit', (event) => event.preventDefault());
byId('reset-filters').addEventListener('click', () => {
  resetFilters();
  update();
});
byId('save-json').addEventListener('click', () => saveText('report.json', `${JSON.stringify(report, null, 2)}\n`));
document.addEventListener(
  'toggle',
  (event) => {
    const details = event.target;
    if (!(details instanceof HTMLDetailsElement) || details.dataset.shots === undefined || !details.open) return;
    fillShots(details, film, store);
    lazyPictures.watch(details);
  },
  true,
);
let restoreTheme = () => {};
window.addEventListener('beforeprint', () => {
  restoreTheme = lighten();
  lazyPictures.showAll();
  shots.preparePrint();
  timeline.preparePrint();
});
window.addEventListener('afterprint', () => {
  restoreTheme();
  shots.endPrint();
  timeline.endPrint();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', timeline.recolor);

listenToPointer({
  film,
  store,
  timeline,
  getFilters: () => filters,
  seek,
  onBoundary: goToBoundary,
  onBreak: (index) => revealCard(`break-${index}`),
  onScene: (index) => revealCard(`scene-${index}`),
});
listenForVideo(film, player);
followParts();
// A browser may keep what controls were set to when the page is loaded again.
update();
followPlayhead();
