import { html, type Markup } from '../../report-page/markup.ts';
import { emptyState } from '../../report-page/parts/elements.ts';
import type { Evaluation } from '../evaluate.ts';

/** `78.2 %`; a dash where there is nothing to say. */
export const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);

/** The numbers that say the most, and how they were taken. */
export function renderScores(evaluation: Evaluation | null): Markup {
  if (evaluation === null) return emptyState('No pictures were left to score with. Give more, or a test set.');
  const { scores } = evaluation;
  const tiles: [name: string, share: number | null, note: string][] = [
    ['First guess right', scores.top1, 'share of the pictures'],
    // Among five of five the right one always is.
    ['Right among five', scores.classes.length > 5 ? scores.top5 : null, 'share of the pictures'],
    ['Mean average precision', scores.meanAveragePrecision, 'mean of the classes'],
    ['Confidences off by', scores.calibrationError, 'expected calibration error'],
  ];
  return html`<section class="scores" aria-label="Scores"><dl class="tiles">${tiles
    .filter(([, share]) => share !== null)
    .map(
      ([name, share, note]) =>
        html`<div class="tile"><dt>${name}</dt><dd class="number">${percent(share)}</dd><dd class="muted">${note}</dd></div>`,
    )}</dl><p class="hint">On ${scores.pictures} pictures that it had not seen: ${scores.method}.</p></section>`;
}
