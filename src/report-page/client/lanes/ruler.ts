import { formatTime } from '../../model/format.ts';
import { listTicks, toX } from '../../model/time-scale.ts';
import type { Drawing } from './drawing.ts';

/** Times along the top, with faint lines down through the lanes. */
export function drawRuler({ context, scale, palette, layout }: Drawing): void {
  const { height } = layout.lanes.ruler;
  const { stepSeconds, ticks } = listTicks(scale);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const seconds of ticks) {
    const x = Math.round(toX(seconds, scale)) + 0.5;
    context.fillStyle = palette.line;
    context.fillRect(x - 0.5, 4, 1, layout.heightPixels - 4);
    context.fillStyle = palette.muted;
    context.fillText(formatTime(seconds, stepSeconds), x + 5, height / 2 + 1);
  }
}
