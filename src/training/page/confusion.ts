import { html, type Markup } from '../../report-page/markup.ts';
import { section } from '../../report-page/parts/elements.ts';
import type { Evaluation } from '../evaluate.ts';
import type { HeadKind } from '../targets.ts';

const STEPS = 9;

/** What pictures of each class were taken for: the darker, the larger the share of the row. */
export function renderConfusion({ names, confusion }: Evaluation, kind: HeadKind): Markup {
  const titles = names.map((name) => name ?? 'none');
  const rows = confusion.map((counts, row) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count, column) => {
      const step = count === 0 ? 0 : Math.max(1, Math.ceil((STEPS * count) / all));
      const tone = row === column ? 'right' : 'wrong';
      return html`<td class="${tone} heat-${step}"${count > 0 && html` title="${titles[row]} taken for ${titles[column]}: ${count} of ${all}"`}>${count > 0 && count}</td>`;
    });
    return html`<tr><th scope="row">${titles[row]}</th>${cells}</tr>`;
  });
  const note =
    kind === 'multi-class'
      ? 'Rows are what pictures show, columns their first answers.'
      : 'Rows are what pictures show, columns their answers above the thresholds.';
  return section(
    'confusion',
    'Taken for',
    null,
    html`<p class="hint">${note}</p><div class="wide"><table class="confusion${names.length > 15 && ' many'}"><thead><tr><td></td>${titles.map((title) => html`<th scope="col"><span>${title}</span></th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`,
  );
}
