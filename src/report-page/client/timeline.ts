import { findAt } from '../../core/math/find-at.ts';
import { frameToSeconds } from '../../core/measurements/timecode.ts';
import { titleScene } from '../../core/wording/text.ts';
import { describeBoundary, findBoundaryAt } from '../model/boundaries.ts';
import { type Film, frameAt } from '../model/film.ts';
import type { Filters } from '../model/filters.ts';
import { formatScore } from '../model/format.ts';
import { isInLane, type LaneLayout, layOutLanes, type Room } from '../model/lanes.ts';
import { timecodeOf } from '../model/place.ts';
import { clampScale, fitScale, type TimeScale, toSeconds, toX } from '../model/time-scale.ts';
import { findSegment } from '../model/tracks.ts';
import { byId, make } from './dom.ts';
import type { Pin } from './lanes/breaks.ts';
import { drawLanes } from './lanes/index.ts';
import { readPalette } from './lanes/palette.ts';
import type { PictureStore } from './picture-store.ts';

const ZOOM_STEP = 1.6;
/** In windows lower than this the lanes leave room for the player... */
const LOW_WINDOW = matchMedia('(max-height: 879.9px)');
/** ...and in those higher than this there is room for both. */
const TALL_WINDOW = matchMedia('(min-height: 1080px)');
/** Paper has about this many CSS pixels beside the lane names. */
const PRINT_WIDTH = 600;

export interface TimelineInput {
  readonly film: Film;
  readonly store: PictureStore;
  readonly getFrame: () => number;
  readonly getFilters: () => Filters;
}

const findRoom = (): Room => (LOW_WINDOW.matches ? 'low' : TALL_WINDOW.matches ? 'tall' : 'middle');

/** The timeline's drawing, zoom and scroll. */
export function createTimeline({ film, store, getFrame, getFilters }: TimelineInput) {
  const [scroll, content] = [byId('lane-scroll'), byId('lane-content')];
  const canvas = byId<HTMLCanvasElement>('lane-canvas');
  const context = canvas.getContext('2d')!;
  let palette = readPalette();
  let widthPixels = 0;
  let pixelsPerSecond = 0;
  let pins: Pin[] = [];
  let layout: LaneLayout = layOutLanes(film, findRoom());
  let drawn = true;

  const scale = (): TimeScale => ({
    originSeconds: film.startSeconds,
    pixelsPerSecond,
    scrollLeft: scroll.scrollLeft,
    widthPixels,
  });

  /** What the lanes show at a time, in words. */
  const listSeen = (seconds: number): string[] =>
    layout.tracks.flatMap(({ track }) => {
      const seen = findSegment(track, seconds);
      return seen === null ? [] : [`${seen.title} ${formatScore(seen.confidence)}`];
    });

  function draw(): void {
    drawn = true;
    const frame = getFrame();
    pins = drawLanes({ context, film, scale: scale(), palette, filters: getFilters(), store, layout }, frame);
    canvas.setAttribute('aria-valuenow', String(frame));
    const scene = film.report.scenes[findAt(film.sceneStarts, frame)]!;
    const boundary = findBoundaryAt(film.boundaries, frame, 0);
    const words = [timecodeOf(frame, film.report.video), titleScene(scene, film.titleOf)];
    if (boundary !== null) words.push(describeBoundary(boundary, film.report.video));
    words.push(...listSeen(frameToSeconds(frame, film.grid)));
    canvas.setAttribute('aria-valuetext', words.join(', '));
  }

  function invalidate(): void {
    if (!drawn) return;
    drawn = false;
    requestAnimationFrame(draw);
  }

  function applySize(): void {
    const density = window.devicePixelRatio || 1;
    canvas.width = Math.round(widthPixels * density);
    canvas.height = Math.round(layout.heightPixels * density);
    canvas.style.width = `${widthPixels}px`;
    canvas.style.height = `${layout.heightPixels}px`;
    context.setTransform(density, 0, 0, density, 0, 0);
  }

  function setZoom(wanted: number, anchorX: number): void {
    const anchorSeconds = toSeconds(anchorX, scale());
    pixelsPerSecond = clampScale(wanted, film, widthPixels);
    const contentWidth = (film.endSeconds - film.startSeconds) * pixelsPerSecond;
    content.style.width = `${Math.max(widthPixels, Math.floor(contentWidth))}px`;
    scroll.scrollLeft = (anchorSeconds - film.startSeconds) * pixelsPerSecond - anchorX;
    invalidate();
  }

  function nameLanes(): void {
    const names = [...Object.values(layout.lanes), ...layout.tracks]
      .filter(({ name, height }) => name !== '' && height > 0)
      .map(({ name, top, height }) => {
        const element = make('span', { title: name }, name);
        element.style.top = `${top + height / 2}px`;
        return element;
      });
    byId('lane-names').replaceChildren(...names);
  }

  function resize(width = scroll.clientWidth): void {
    layout = layOutLanes(film, findRoom());
    nameLanes();
    const whole = widthPixels === 0 || pixelsPerSecond <= fitScale(film, widthPixels) * 1.001;
    widthPixels = Math.max(width, 1);
    applySize();
    setZoom(whole ? 0 : pixelsPerSecond, 0);
    draw();
  }

  const playheadX = () => toX(frameToSeconds(getFrame(), film.grid), scale());

  /** Zooms about the playhead when it is in sight, else about the middle. */
  function zoom(steps: number, anchorX?: number): void {
    const x = playheadX();
    const anchor = anchorX ?? (x >= 0 && x <= widthPixels ? x : widthPixels / 2);
    setZoom(pixelsPerSecond * ZOOM_STEP ** steps, anchor);
  }

  /** Scrolls so that the playhead is in sight. */
  function reveal(): void {
    const x = playheadX();
    if (x < 0 || x > widthPixels) scroll.scrollLeft += x - widthPixels * (x < 0 ? 0.75 : 0.25);
    invalidate();
  }

  canvas.setAttribute('aria-orientation', 'horizontal');
  scroll.addEventListener('scroll', invalidate, { passive: true });
  new ResizeObserver(() => resize()).observe(scroll);
  for (const window of [LOW_WINDOW, TALL_WINDOW]) window.addEventListener('change', () => resize());
  resize();

  return {
    canvas,
    invalidate,
    reveal,
    zoom,
    zoomToFit: () => setZoom(0, 0),
    get lanes() {
      return layout.lanes;
    },
    trackAt: (y: number) => layout.tracks.find((lane) => isInLane(y, lane)) ?? null,
    secondsIn: (pixels: number) => pixels / pixelsPerSecond,
    /** How many frames lie in so many pixels. */
    framesIn: (pixels: number) =>
      (pixels / pixelsPerSecond) * (film.grid.frameRate.numerator / film.grid.frameRate.denominator),
    frameAtX: (x: number) => frameAt(toSeconds(x, scale()), film),
    /** Between frames, for finding what is nearest. */
    exactFrameAtX: (x: number) =>
      film.firstFrame +
      (toSeconds(x, scale()) - film.startSeconds) * (film.grid.frameRate.numerator / film.grid.frameRate.denominator),
    secondsAtX: (x: number) => toSeconds(x, scale()),
    pinAt: (x: number) => pins.findLast((pin) => Math.abs(pin.x - x) <= pin.halfWidth + 3) ?? null,
    /** Reads the colours again, after the theme has changed. */
    recolor(): void {
      palette = readPalette();
      invalidate();
    },
    preparePrint(): void {
      palette = readPalette();
      pixelsPerSecond = 0;
      resize(PRINT_WIDTH);
    },
    endPrint(): void {
      palette = readPalette();
      resize();
    },
  };
}

export type Timeline = ReturnType<typeof createTimeline>;
