import type { Report } from '../../core/report.ts';
import { namesThing } from '../../core/wording/text.ts';
import { html, type Markup } from '../markup.ts';
import { icon } from './icons.ts';
import { renderTransitionChoice } from './transitions.ts';

/** Whether there is any lane of what was seen, so that its colours need a word. */
const hasTracks = ({ labels, brands, productListings }: Report): boolean =>
  labels.some(namesThing) || brands.length > 0 || productListings.length > 0;

/** The timeline's frame: its tools and the canvas that the script draws on. */
export const renderTimeline = (report: Report): Markup => html`<section class="timeline" aria-label="Timeline">
<div class="timeline-tools"><div class="zoom" role="group" aria-label="Zoom">
<button type="button" class="tool" data-action="zoom-out" aria-label="Zoom out" title="Zoom out (−)">${icon('zoom-out')}</button>
<button type="button" class="tool" data-action="zoom-fit" aria-label="Show the whole video" title="Show the whole video (0)">${icon('fit')}</button>
<button type="button" class="tool" data-action="zoom-in" aria-label="Zoom in" title="Zoom in (+)">${icon('zoom-in')}</button></div>
${renderTransitionChoice(report, 'Transitions to mark')}
<div class="doubts" role="group" aria-label="Boundaries, least sure first">
<button type="button" class="tool" data-action="doubt-back" aria-label="Previous boundary of the list" title="Back in the list (Shift D)">${icon('shot-back')}</button>
<button type="button" class="action quiet" data-action="doubt-forward" title="Next boundary, least sure first (D)">Least sure</button>
<button type="button" class="tool" data-action="doubt-forward" aria-label="Next boundary of the list" title="On in the list (D)">${icon('shot-forward')}</button></div>
<p class="boundary-note muted" id="boundary-note" role="status"></p>
<ul class="legend" aria-label="Colours">${hasTracks(report) && html`<li><span class="swatch swatch-confidence"></span>Surer</li>`}<li><span class="swatch swatch-safe"></span>Safe</li><li><span class="swatch swatch-review"></span>Review</li><li><span class="swatch swatch-unsafe"></span>Unsafe</li>${report.video.pictures.missing.length > 0 && html`<li><span class="swatch swatch-not-seen"></span>Not seen</li>`}</ul></div>
<div class="lanes" id="lanes"><div class="lane-names" id="lane-names" aria-hidden="true"></div>
<div class="lane-scroll" id="lane-scroll"><div class="lane-content" id="lane-content"><canvas id="lane-canvas" role="slider" tabindex="0" aria-label="Playhead" aria-valuemin="${report.video.part.startFrame}" aria-valuemax="${report.video.part.endFrame - 1}" aria-valuenow="${report.video.part.startFrame}"></canvas></div></div>
<div class="preview" id="preview" hidden><div class="preview-pictures"><img id="preview-picture" alt=""><img id="preview-after" alt="" hidden></div><p id="preview-time"></p><p id="preview-text"></p></div></div>
</section>`;
