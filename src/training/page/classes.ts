import type { HeadFile } from '../../core/heads/head-file.ts';
import { html, type Markup } from '../../report-page/markup.ts';
import { bar, section } from '../../report-page/parts/elements.ts';
import { percent } from './scores.ts';

/** Every class with its scores, the worst first. */
export function renderClasses({ classes, scores }: HeadFile): Markup {
  const rows = classes
    .map(({ name, threshold, risk }) => ({
      name,
      threshold,
      risk,
      ...scores?.classes.find((score) => score.name === name),
    }))
    .toSorted((a, b) => (a.averagePrecision ?? 2) - (b.averagePrecision ?? 2) || (a.name < b.name ? -1 : 1));
  const hasRisk = classes.some(({ risk }) => risk !== null);
  return section(
    'classes',
    'Classes',
    html`<span class="muted">worst first</span>`,
    html`<p class="hint">Average precision ranks all pictures by the class's confidence. Precision and recall are what is said from the threshold on. A dash: too few pictures to say.</p>
<div class="wide"><table><thead><tr><th scope="col">Class</th><th scope="col" class="number">Pictures scored</th><th scope="col" class="measure">Average precision</th><th scope="col" class="number">Precision</th><th scope="col" class="number">Recall</th><th scope="col" class="number">Threshold</th>${hasRisk && html`<th scope="col" class="number">Risk low / medium / high</th>`}</tr></thead><tbody>${rows.map(
      (row) => html`<tr><th scope="row">${row.name}</th><td class="number">${row.pictures ?? 0}</td>
<td class="measure"><span class="number">${percent(row.averagePrecision ?? null)}</span>${bar(row.averagePrecision ?? 0)}</td>
<td class="number">${percent(row.precision ?? null)}</td><td class="number">${percent(row.recall ?? null)}</td><td class="number">${row.threshold.toFixed(2)}</td>${
        hasRisk &&
        html`<td class="number">${row.risk ? [row.risk.low, row.risk.medium, row.risk.high].map((step) => (step >= 1 ? 'never' : step.toFixed(2))).join(' / ') : '–'}</td>`
      }</tr>`,
    )}</tbody></table></div>`,
  );
}
