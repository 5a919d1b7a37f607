import { frameToSeconds } from '../../../core/measurements/timecode.ts';
import type { Shot } from '../../../core/report.ts';
import { type Boundary, isDoubtful, matchesBoundary, strengthOf } from '../../model/boundaries.ts';
import { formatScore, humanize } from '../../model/format.ts';
import type { Lane } from '../../model/lanes.ts';
import { toX } from '../../model/time-scale.ts';
import { type Drawing, fillBlock, toVisible } from './drawing.ts';
import type { Palette } from './palette.ts';

/** The upper part of the lane, in which a bar's height says how sure a boundary is. */
const BAR_SHARE = 0.42;
/** A bar is at least this high and this wide. */
const [BAR_MIN, BAR_WIDTH] = [3, 3];
/** A type's shape is at least this wide, and shapes closer than this to the one before are left out. */
const SHAPE_WIDTH = 7;
/** A shape is drawn again and again over a long transition: a dissolve's cross, a wipe's stroke. */
const [CROSS_SPACE, STROKE_SPACE] = [30, 9];
/** Over this much of a shape there is room for words. */
const WORDS_FROM = 110;
/** In shots narrower than this a shape would hide more than it shows. */
const SHAPES_FROM = 12;

interface Mark {
  readonly boundary: Boundary;
  /** Where the frames of both shots lie; a cut has none and no width. */
  readonly x: number;
  readonly width: number;
}

const barLane = ({ lanes }: Drawing['layout']): Lane => ({
  ...lanes.shots,
  height: Math.round(lanes.shots.height * BAR_SHARE),
});
const blockLane = ({ lanes }: Drawing['layout']): Lane => {
  const above = Math.round(lanes.shots.height * BAR_SHARE) + 1;
  return { ...lanes.shots, top: lanes.shots.top + above, height: lanes.shots.height - above };
};

/** The boundaries in sight that are asked for. */
function listMarks({ film, filters, scale }: Drawing): Mark[] {
  return film.boundaries.flatMap((boundary) => {
    if (!matchesBoundary(boundary, filters)) return [];
    const { startFrame, endFrame } = boundary.transitionIn;
    const from = frameToSeconds(Math.min(startFrame + 1, endFrame), film.grid);
    const visible = toVisible(from, frameToSeconds(endFrame, film.grid), scale);
    return visible === null ? [] : [{ boundary, x: visible[0], width: visible[1] }];
  });
}

/** Of bars that would lie on each other, the least sure: it is the one to look at. */
function thinOut(marks: readonly Mark[]): Mark[] {
  const kept = new Map<number, Mark>();
  for (const mark of marks) {
    const column = Math.floor((mark.x + mark.width / 2) / (BAR_WIDTH + 1));
    const other = kept.get(column);
    const { confidence } = mark.boundary.transitionIn;
    if (other === undefined || confidence < other.boundary.transitionIn.confidence) kept.set(column, mark);
  }
  return [...kept.values()];
}

/** How sure each boundary is; an empty bar is a doubtful one. */
function drawBars({ context, palette, layout }: Drawing, marks: readonly Mark[]): void {
  const { top, height } = barLane(layout);
  context.lineWidth = 1;
  for (const { boundary, x, width } of thinOut(marks)) {
    const barHeight = Math.round(BAR_MIN + strengthOf(boundary) * (height - BAR_MIN));
    const barWidth = Math.max(width, BAR_WIDTH);
    const left = x + (width - barWidth) / 2;
    const doubtful = isDoubtful(boundary);
    context.fillStyle = doubtful ? palette.review : palette.muted;
    context.fillRect(left, top + height - barHeight, barWidth, barHeight);
    if (!doubtful || barWidth < 4) continue;
    context.fillStyle = palette['review-soft'];
    context.fillRect(left + 1, top + height - barHeight + 1, barWidth - 2, barHeight - 2);
  }
}

function traceShape(context: CanvasRenderingContext2D, type: Shot['transitionIn']['type'], lane: Lane, mark: Mark) {
  const { x, width } = mark;
  const [top, bottom, end] = [lane.top + 2, lane.top + lane.height - 2, x + width];
  if (type === 'dissolve') {
    const crosses = Math.max(1, Math.round(width / CROSS_SPACE));
    for (let i = 0; i < crosses; i++) {
      const [left, right] = [x + (width * i) / crosses, x + (width * (i + 1)) / crosses];
      context.moveTo(left, top);
      context.lineTo(right, bottom);
      context.moveTo(left, bottom);
      context.lineTo(right, top);
    }
  } else if (type === 'fade') {
    context.moveTo(x, bottom);
    context.lineTo(end, top);
    context.lineTo(end, bottom);
    context.closePath();
  } else {
    const strokes = Math.max(3, Math.round(width / STROKE_SPACE));
    for (let i = 0; i < strokes; i++) {
      context.moveTo(x + (width * i) / strokes, bottom);
      context.lineTo(x + (width * (i + 1)) / strokes, top);
    }
  }
}

/** Names a transition that is wide enough, in the middle of its shape. */
function drawWords(context: CanvasRenderingContext2D, { boundary, x, width }: Mark, lane: Lane, palette: Palette) {
  const { type, confidence } = boundary.transitionIn;
  const words = `${humanize(type)} ${formatScore(confidence)}`;
  const room = context.measureText(words).width + 12;
  const left = x + (width - room) / 2;
  context.fillStyle = palette.surface;
  context.fillRect(left, lane.top, room, lane.height);
  context.fillStyle = palette.text;
  context.fillText(words, left + 6, lane.top + lane.height / 2 + 0.5);
}

/** The shape of a gradual transition over the frames that it takes, as the legend shows it; gives where it ends. */
function drawShape({ context, palette, layout }: Drawing, mark: Mark, lastEnd: number): number {
  const width = Math.max(mark.width, SHAPE_WIDTH);
  const x = mark.x + (mark.width - width) / 2;
  if (x < lastEnd + 2) return lastEnd;
  const lane = blockLane(layout);
  context.fillStyle = palette.surface;
  context.fillRect(x - 1, lane.top, width + 2, lane.height);
  context.beginPath();
  traceShape(context, mark.boundary.transitionIn.type, lane, { ...mark, x, width });
  context.strokeStyle = palette.text;
  context.fillStyle = palette.text;
  context.lineWidth = 1.3;
  if (mark.boundary.transitionIn.type === 'fade') context.fill();
  context.stroke();
  if (width >= WORDS_FROM) drawWords(context, mark, lane, palette);
  return x + width;
}

/** Shots as blocks of two alternating tones; a boundary that is not asked for joins its two shots into one block. */
function drawBlocks(drawing: Drawing): void {
  const { film, filters, palette, scale, layout } = drawing;
  const lane = blockLane(layout);
  let tone = 0;
  for (const shot of film.report.shots) {
    if (matchesBoundary(shot, filters)) tone++;
    const visible = toVisible(shot.startSeconds, shot.endSeconds, scale);
    if (visible === null) continue;
    fillBlock(drawing, visible[0], visible[1], lane, tone % 2 === 0 ? palette['shot-even'] : palette['shot-odd']);
  }
}

/** Shots with the boundaries between them: their type by shape, over their frames, and how sure they are by height. */
export function drawShots(drawing: Drawing): void {
  const { context, film, palette, scale, layout } = drawing;
  drawBlocks(drawing);
  const marks = listMarks(drawing);
  const lane = blockLane(layout);
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (const mark of marks) {
    const shot = film.report.shots[mark.boundary.index]!;
    if ((shot.endSeconds - shot.startSeconds) * scale.pixelsPerSecond < SHAPES_FROM) continue;
    if (mark.boundary.transitionIn.type !== 'cut') {
      lastEnd = drawShape(drawing, mark, lastEnd);
      continue;
    }
    context.fillStyle = palette.text;
    context.fillRect(Math.round(toX(shot.startSeconds, scale)) - 1, lane.top, 2, lane.height);
  }
  drawBars(drawing, marks);
}
