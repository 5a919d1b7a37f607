import { html, type Markup } from '../../report-page/markup.ts';
import { emptyState, section } from '../../report-page/parts/elements.ts';
import type { Evaluation, Mistake } from '../evaluate.ts';
import { percent } from './scores.ts';

/** Pictures without a thumbnail are not shown. */
function renderMistake({ id, said, confidence, right }: Mistake, bytes: Uint8Array): Markup {
  const source = `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;
  const answer = said === null ? html`missed, at ${percent(confidence)}` : html`<b>${said}</b> ${percent(confidence)}`;
  return html`<li class="mistake"><img src="${source}" alt="" loading="lazy" decoding="async"><p class="said">${answer}</p><p>is ${right.join(', ') || 'none of these'}</p><p class="muted path" title="${id}">${id}</p></li>`;
}

/** What went most wrong, with what was said and what is right. */
export function renderMistakes({ mistakes }: Evaluation, thumbnails: TrainingThumbnails): Markup {
  const shown = mistakes.flatMap((mistake) => {
    const bytes = thumbnails.get(mistake.id);
    return bytes ? [renderMistake(mistake, bytes)] : [];
  });
  const body =
    shown.length === 0
      ? emptyState(
          mistakes.length === 0
            ? 'None: every held-out picture was classified correctly.'
            : 'Their pictures could not be shown.',
        )
      : html`<ul class="mistakes">${shown}</ul>`;
  return section(
    'mistakes',
    'Worst mistakes',
    html`<span class="muted">the surest first; wrong labels often show here</span>`,
    body,
  );
}

type TrainingThumbnails = ReadonlyMap<string, Uint8Array>;
