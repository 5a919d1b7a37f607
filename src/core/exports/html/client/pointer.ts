import { frameToTimecode } from '../../../media/timecode.ts';
import type { Report } from '../../../report.ts';
import { titleScene } from '../../text.ts';
import { type Film, findAt, rankBreaks } from '../model/film.ts';
import { formatScore, humanize } from '../model/format.ts';
import { pickShotPicture } from '../model/pictures.ts';
import { byId } from './dom.ts';
import { LANES } from './lanes/drawing.ts';
import type { PictureStore } from './picture-store.ts';
import type { Timeline } from './timeline.ts';

export interface PointerInput {
  readonly film: Film;
  readonly store: PictureStore;
  readonly timeline: Timeline;
  readonly seek: (frame: number) => void;
  readonly onBreak: (breakIndex: number) => void;
  readonly onScene: (sceneIndex: number) => void;
}

const isInLane = (y: number, { top, height }: { top: number; height: number }) => y >= top && y < top + height;

const listCues = ({ cues }: Report, seconds: number): string[] =>
  cues.filter((cue) => cue.startSeconds <= seconds && seconds < cue.endSeconds).map(({ type }) => humanize(type));

/** Clicks, drags, the wheel and the hover preview of the timeline. A finger taps and pans; it does not drag. */
export function listenToPointer({ film, store, timeline, seek, onBreak, onScene }: PointerInput): void {
  const { canvas } = timeline;
  const preview = byId('preview');
  const ranks = rankBreaks(film.report.storyBreaks);
  let dragging = false;

  const locate = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  function pick(x: number, y: number): void {
    const pin = isInLane(y, LANES[1]!) ? timeline.pinAt(x) : null;
    if (pin !== null) {
      seek(film.report.storyBreaks[pin.breakIndex]!.frame);
      onBreak(pin.breakIndex);
      return;
    }
    const frame = timeline.frameAtX(x);
    seek(frame);
    if (isInLane(y, LANES[2]!)) onScene(findAt(film.sceneStarts, frame));
  }

  function describe(x: number, y: number, frame: number): string {
    const pin = isInLane(y, LANES[1]!) ? timeline.pinAt(x) : null;
    if (pin !== null) {
      const { score, safe } = film.report.storyBreaks[pin.breakIndex]!;
      return `Break ${ranks[pin.breakIndex]}, score ${formatScore(score)}${safe ? '' : ', not safe'}`;
    }
    const scene = film.report.scenes[findAt(film.sceneStarts, frame)]!;
    const shot = `Shot ${findAt(film.shotStarts, frame) + 1}`;
    return [
      titleScene(scene),
      shot,
      humanize(scene.safety.verdict),
      ...listCues(film.report, timeline.secondsAtX(x)),
    ].join(' · ');
  }

  function showPreview(event: PointerEvent): void {
    const { x, y } = locate(event);
    const frame = timeline.frameAtX(x);
    const shot = findAt(film.shotStarts, frame);
    const scene = film.report.scenes[findAt(film.sceneStarts, frame)]!;
    const path = pickShotPicture(shot, scene, film.report.shots, store);
    const source = path === null ? null : store.url(path);
    const image = byId<HTMLImageElement>('preview-picture');
    image.hidden = source === null;
    if (source !== null && image.dataset.shown !== path) {
      image.src = source;
      image.dataset.shown = path ?? '';
    }
    byId('preview-time').textContent = frameToTimecode(frame, film.grid.frameRate);
    byId('preview-text').textContent = describe(x, y, frame);
    preview.hidden = false;
    const host = byId('lanes').getBoundingClientRect();
    const left = event.clientX - host.left - preview.offsetWidth / 2;
    preview.style.left = `${Math.min(Math.max(left, 8), host.width - preview.offsetWidth - 8)}px`;
  }

  canvas.addEventListener('click', (event) => {
    const { x, y } = locate(event);
    pick(x, y);
  });
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    dragging = true;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch') return;
    if (dragging) seek(timeline.frameAtX(locate(event).x));
    showPreview(event);
  });
  const stop = () => {
    dragging = false;
  };
  canvas.addEventListener('pointerup', stop);
  canvas.addEventListener('pointercancel', stop);
  canvas.addEventListener('pointerleave', () => {
    preview.hidden = true;
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      timeline.zoom(-event.deltaY / 120, locate(event).x);
    },
    { passive: false },
  );
}
