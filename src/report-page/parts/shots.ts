import type { Report } from '../../core/report.ts';
import { html, type Markup } from '../markup.ts';
import { DOUBTFUL_BELOW } from '../model/boundaries.ts';
import { countOf, formatScore } from '../model/format.ts';
import { section } from './elements.ts';
import { renderTransitionChoice } from './transitions.ts';

const renderFilters = (report: Report): Markup => html`<form class="filters" id="shot-filters">
<div class="toggles" role="group" aria-label="View"><button type="button" class="toggle" data-view="strip" aria-pressed="true">Filmstrip</button><button type="button" class="toggle" data-view="boundaries" aria-pressed="false">Boundaries</button></div>
<label class="choice" id="boundary-order-choice" hidden>Order <select id="boundary-order"><option value="doubt">Least sure first</option><option value="time">By time</option></select></label>
<label class="choice">Pictures <select id="picture-size"><option value="small">Small</option><option value="medium" selected>Medium</option><option value="large">Large</option></select></label>
<label class="range" for="maximum-confidence">Confidence up to <output id="maximum-confidence-shown" for="maximum-confidence">1.00</output><input type="range" id="maximum-confidence" min="0" max="1" step="0.01" value="1"></label>
${renderTransitionChoice(report, 'Boundaries to show')}
<p class="shown muted" id="boundaries-shown" role="status"></p></form>`;

/** The shots' frame: what can be chosen, and the place that the script fills. */
export const renderShots = (report: Report): Markup =>
  section(
    'shots',
    'Shots',
    html`<span class="muted">${countOf(report.shots.length, 'shot')}</span>`,
    html`${renderFilters(report)}<p class="hint" id="strip-hint">The same picture on both sides of a mark: a false boundary. Different pictures with no mark between them: a missed one. The higher a mark’s bar, the surer it is; below ${formatScore(DOUBTFUL_BELOW)} it is doubtful.</p>
<p class="empty" id="no-boundaries" hidden>No boundary matches the filters.</p>
<p class="hint" id="not-printed" hidden>The filmstrip of so many shots is left out on paper.</p>
<div id="shots-host"></div>`,
  );
