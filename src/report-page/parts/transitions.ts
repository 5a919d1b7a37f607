import type { Report } from '../../core/report.ts';
import { html, type Markup } from '../markup.ts';
import { MARKED_TRANSITIONS } from '../model/filters.ts';
import { formatCount, humanize } from '../model/format.ts';

/** Types of transitions to show, with their shapes and numbers. All such choices on the page say the same. */
export const renderTransitionChoice = (report: Report, legend: string): Markup =>
  html`<fieldset class="toggles"><legend class="hidden">${legend}</legend>${MARKED_TRANSITIONS.map((type) => {
    const count = report.shots.filter(({ transitionIn }) => transitionIn.type === type).length;
    return html`<label class="toggle"><input type="checkbox" name="transition" value="${type}" checked><svg class="glyph" aria-hidden="true"><use href="#glyph-${type}"/></svg>${humanize(type)} <span class="muted">${formatCount(count)}</span></label>`;
  })}</fieldset>`;
