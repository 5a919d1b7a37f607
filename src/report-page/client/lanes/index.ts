import { frameToSeconds } from '../../../core/measurements/timecode.ts';
import { findLabelSegments } from '../../model/filters.ts';
import { toX } from '../../model/time-scale.ts';
import { drawBreaks, type Pin } from './breaks.ts';
import { drawCues } from './cues.ts';
import { drawChange, drawLoudness } from './curves.ts';
import { type Drawing, toVisible } from './drawing.ts';
import { drawRuler } from './ruler.ts';
import { drawSafety } from './safety.ts';
import { drawScenes } from './scenes.ts';
import { drawShots } from './shots.ts';
import { drawTracks } from './tracks.ts';

/** Bands over the ruler where the label that is searched for was seen. */
function drawHighlights({ context, film, filters, palette, scale, layout }: Drawing): void {
  context.fillStyle = palette.accent;
  for (const { startSeconds, endSeconds } of findLabelSegments(film.report.labels, filters)) {
    const visible = toVisible(startSeconds, endSeconds, scale);
    if (visible !== null) context.fillRect(visible[0], layout.lanes.ruler.height, Math.max(visible[1], 2), 3);
  }
}

function drawPlayhead({ context, film, palette, scale, layout }: Drawing, frame: number): void {
  const x = toX(frameToSeconds(frame, film.grid), scale);
  if (x < -8 || x > scale.widthPixels + 8) return;
  context.fillStyle = palette.playhead;
  context.fillRect(x - 0.75, 8, 1.5, layout.heightPixels);
  context.beginPath();
  context.moveTo(x - 6, 2);
  context.lineTo(x + 6, 2);
  context.lineTo(x + 6, 8);
  context.lineTo(x, 14);
  context.lineTo(x - 6, 8);
  context.fill();
}

/** Draws all lanes; gives where the breaks' pins are. */
export function drawLanes(drawing: Drawing, frame: number): Pin[] {
  const { context, scale, layout } = drawing;
  context.clearRect(0, 0, scale.widthPixels, layout.heightPixels);
  context.font = '11.5px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
  drawRuler(drawing);
  drawScenes(drawing);
  drawShots(drawing);
  drawChange(drawing);
  drawLoudness(drawing);
  drawTracks(drawing);
  drawSafety(drawing);
  drawCues(drawing);
  drawHighlights(drawing);
  // Under the pins, so that their ranks stay legible.
  drawPlayhead(drawing, frame);
  return drawBreaks(drawing);
}
