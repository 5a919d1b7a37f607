import type { Scene } from '../../../core/report.ts';
import { matchesScene } from '../../model/filters.ts';
import { humanize } from '../../model/format.ts';
import { type Drawing, fillBlock, fitText, hatchBlock, toVisible } from './drawing.ts';

const HATCHES = { safe: null, review: '/', unsafe: 'x' } as const;
/** How much of the hatch shows: the higher the risk the stronger. */
const STRENGTH = { none: 0.3, low: 0.35, medium: 0.55, high: 0.8, floor: 1 } as const;

const describe = ({ safety }: Scene): string =>
  [humanize(safety.verdict), ...safety.reasons.slice(0, 1).map(({ category }) => humanize(category))].join(' · ');

/** A hatched block keeps at least this much of its pattern beside the words. */
const HATCH_SHOWN = 36;

/** Verdicts by colour, pattern and word. */
export function drawSafety(drawing: Drawing): void {
  const { context, film, filters, palette, scale, layout } = drawing;
  const lane = layout.lanes.safety;
  for (const scene of film.report.scenes) {
    const visible = toVisible(scene.startSeconds, scene.endSeconds, scale);
    if (visible === null) continue;
    const [x, width] = visible;
    const { verdict, risk } = scene.safety;
    const alpha = matchesScene(scene, film.report.shots, filters) ? 1 : 0.2;
    const inner = Math.max(width > 4 ? width - 1 : width, 0.5);
    context.globalAlpha = alpha;
    context.fillStyle = palette[`${verdict}-soft`];
    context.fillRect(x, lane.top, inner, lane.height);
    const hatch = HATCHES[verdict];
    context.globalAlpha = alpha * STRENGTH[risk];
    if (hatch !== null) hatchBlock(drawing, x, inner, lane, palette[verdict], hatch);
    context.globalAlpha = alpha;
    context.fillStyle = palette[verdict];
    context.fillRect(x, lane.top + lane.height - 3, inner, 3);
    const words = fitText(context, describe(scene), inner - (hatch === null ? 12 : HATCH_SHOWN));
    if (words === '') continue;
    if (hatch !== null) {
      // A plain ground behind the words keeps them legible over the hatch.
      context.fillStyle = palette[`${verdict}-soft`];
      context.fillRect(x + 3, lane.top, context.measureText(words).width + 6, lane.height - 3);
    }
    context.fillStyle = palette[verdict];
    context.fillText(words, x + 6, lane.top + lane.height / 2 - 1);
  }
  context.globalAlpha = 1;
  drawNotSeen(drawing);
}

/** Over the verdicts: where no picture was seen there is none. */
function drawNotSeen(drawing: Drawing): void {
  const { context, film, palette, scale, layout } = drawing;
  const lane = layout.lanes.safety;
  for (const { startSeconds, endSeconds } of film.report.video.pictures.missing) {
    const visible = toVisible(startSeconds, Math.min(endSeconds, film.endSeconds), scale);
    if (visible === null) continue;
    const [x, width] = [visible[0], Math.max(visible[1], 2)];
    fillBlock(drawing, x, width, lane, palette.raised);
    hatchBlock(drawing, x, width, lane, palette['line-strong'], 'x');
    const words = fitText(context, 'Not seen', width - 8);
    if (words === '') continue;
    context.fillStyle = palette.raised;
    context.fillRect(x + 2, lane.top, context.measureText(words).width + 4, lane.height);
    context.fillStyle = palette.muted;
    context.fillText(words, x + 4, lane.top + lane.height / 2 - 1);
  }
}
