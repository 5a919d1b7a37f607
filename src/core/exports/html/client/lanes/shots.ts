import { frameToSeconds } from '../../../../media/timecode.ts';
import type { Shot } from '../../../../report.ts';
import { type Drawing, fillBlock, LANES, toVisible } from './drawing.ts';

const LANE = LANES[3]!;
/** A mark is at least this wide, and marks closer than this to the one before are left out. */
const MARK_WIDTH = 7;
/** In shots narrower than this a mark would hide more than it shows. */
const MARKS_FROM = 12;

function traceMark(context: CanvasRenderingContext2D, type: Shot['transitionIn']['type'], x: number, width: number) {
  const [top, bottom, end] = [LANE.top + 3, LANE.top + LANE.height - 3, x + width];
  if (type === 'dissolve') {
    context.moveTo(x, top);
    context.lineTo(end, bottom);
    context.moveTo(x, bottom);
    context.lineTo(end, top);
  } else if (type === 'fade') {
    context.moveTo(x, bottom);
    context.lineTo(end, top);
    context.lineTo(end, bottom);
    context.closePath();
  } else {
    for (const part of [0, 1 / 3, 2 / 3]) {
      context.moveTo(x + width * part, bottom);
      context.lineTo(x + width * (part + 1 / 3), top);
    }
  }
}

/** Marks a transition over the frames that it takes, in the shape that the legend shows. Cuts are the blocks' edges. */
function drawTransition({ context, film, palette, scale }: Drawing, shot: Shot, lastMark: number): number {
  const { type, startFrame, endFrame } = shot.transitionIn;
  const start = frameToSeconds(startFrame, film.grid);
  const visible = toVisible(start, frameToSeconds(endFrame, film.grid), scale);
  if (visible === null) return lastMark;
  const width = Math.max(visible[1], MARK_WIDTH);
  const x = visible[0] + (visible[1] - width) / 2;
  if (x < lastMark + 2) return lastMark;
  context.fillStyle = palette.surface;
  context.fillRect(x - 2, LANE.top, width + 4, LANE.height);
  context.beginPath();
  traceMark(context, type, x, width);
  context.strokeStyle = palette.text;
  context.fillStyle = palette.text;
  context.lineWidth = 1.3;
  if (type === 'fade') context.fill();
  context.stroke();
  return x + width;
}

/** Shots as blocks of two alternating tones with their transitions. */
export function drawShots(drawing: Drawing): void {
  const { film, filters, palette, scale } = drawing;
  let lastMark = Number.NEGATIVE_INFINITY;
  // A cut that is not asked for joins its two shots into one block.
  let tone = 0;
  const blocks: Shot[] = [];
  for (const shot of film.report.shots) {
    const { type } = shot.transitionIn;
    if (type === 'start' || filters.transitions.has(type)) tone++;
    const visible = toVisible(shot.startSeconds, shot.endSeconds, scale);
    if (visible === null) continue;
    blocks.push(shot);
    fillBlock(drawing, visible[0], visible[1], LANE, tone % 2 === 0 ? palette['shot-even'] : palette['shot-odd']);
  }
  for (const shot of blocks) {
    const { type } = shot.transitionIn;
    if (type === 'start' || type === 'cut' || !filters.transitions.has(type)) continue;
    if ((shot.endSeconds - shot.startSeconds) * scale.pixelsPerSecond < MARKS_FROM) continue;
    lastMark = drawTransition(drawing, shot, lastMark);
  }
}
