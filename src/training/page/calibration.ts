import { html, type Markup } from '../../report-page/markup.ts';
import { section } from '../../report-page/parts/elements.ts';
import type { Evaluation } from '../evaluate.ts';
import type { HeadKind } from '../targets.ts';
import { percent } from './scores.ts';

const SIDE = 300;
const LEFT = 44;
const TOP = 10;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const round = (value: number) => Math.round(value * 10) / 10;
const x = (share: number) => round(LEFT + share * SIDE);
const y = (share: number) => round(TOP + (1 - share) * SIDE);

/** How often answers of each confidence are right: on the dashed line as often as they say. */
export function renderCalibration({ bins }: Evaluation, kind: HeadKind): Markup {
  const most = bins.reduce((largest, { answers }) => Math.max(largest, answers), 1);
  const points = bins.map((bin) => ({
    x: x(bin.meanConfidence),
    y: y(bin.shareRight),
    radius: round(3 + 7 * Math.sqrt(bin.answers / most)),
    words: `${bin.answers} answers of ${percent(bin.meanConfidence)} confidence: ${percent(bin.shareRight)} right`,
  }));
  const chart = html`<svg class="chart" viewBox="0 0 ${LEFT + SIDE + 14} ${TOP + SIDE + 44}" role="img" aria-label="Share of right answers by confidence">
${TICKS.map(
  (tick) =>
    html`<path class="grid" d="M${x(tick)} ${y(0)}V${y(1)}M${x(0)} ${y(tick)}H${x(1)}"/><text x="${x(tick)}" y="${y(0) + 17}" text-anchor="middle">${tick * 100}</text><text x="${x(0) - 7}" y="${y(tick) + 4}" text-anchor="end">${tick * 100}</text>`,
)}
<path class="ideal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
<polyline class="line" points="${points.map((point) => `${point.x},${point.y}`).join(' ')}"/>
${points.map((point) => html`<circle class="point" cx="${point.x}" cy="${point.y}" r="${point.radius}"><title>${point.words}</title></circle>`)}
<text x="${x(0.5)}" y="${y(0) + 36}" text-anchor="middle">confidence, %</text>
<text transform="translate(12 ${y(0.5)}) rotate(-90)" text-anchor="middle">right, %</text></svg>`;
  const what = kind === 'multi-class' ? 'First guesses' : 'All answers of a confidence of 10 % and more';
  return section(
    'calibration',
    'Calibration',
    null,
    html`<p class="hint">${what}, in tenths of confidence; larger points are more answers. Above the dashed line they are right more often than they say, below it less often.</p>${chart}`,
  );
}
