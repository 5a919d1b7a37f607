import type { Report } from '../../../report.ts';
import { html, type Markup } from '../markup.ts';
import { MARKED_TRANSITIONS } from '../model/filters.ts';
import { formatCount, humanize } from '../model/format.ts';
import { icon } from './icons.ts';

const transitionToggle = (type: (typeof MARKED_TRANSITIONS)[number], report: Report): Markup => {
  const count = report.shots.filter(({ transitionIn }) => transitionIn.type === type).length;
  return html`<label class="toggle"><input type="checkbox" name="transition" value="${type}" checked><svg class="glyph glyph-${type}" viewBox="0 0 16 12" aria-hidden="true">${GLYPHS[type]}</svg>${humanize(type)} <span class="muted">${formatCount(count)}</span></label>`;
};

/** The marks that the shots lane draws for transitions. */
const GLYPHS = {
  cut: html`<path d="M8 0v12"/>`,
  dissolve: html`<path d="M1 1l14 10M1 11L15 1"/>`,
  fade: html`<path d="M1 11L15 1v10z" class="solid"/>`,
  wipe: html`<path d="M1 11L6 1M6 11l5-10M11 11l4-8"/>`,
} as const;

/** The timeline's frame: its tools and the canvas that the script draws on. */
export const renderTimeline = (report: Report): Markup => html`<section class="timeline" aria-label="Timeline">
<div class="timeline-tools"><div class="zoom" role="group" aria-label="Zoom">
<button type="button" class="tool" data-action="zoom-out" aria-label="Zoom out" title="Zoom out (−)">${icon('zoom-out')}</button>
<button type="button" class="tool" data-action="zoom-fit" aria-label="Show the whole video" title="Show the whole video (0)">${icon('fit')}</button>
<button type="button" class="tool" data-action="zoom-in" aria-label="Zoom in" title="Zoom in (+)">${icon('zoom-in')}</button></div>
<fieldset class="toggles"><legend class="hidden">Transitions to mark</legend>${MARKED_TRANSITIONS.map((type) => transitionToggle(type, report))}</fieldset>
<ul class="legend" aria-label="Safety colours"><li><span class="swatch swatch-safe"></span>Safe</li><li><span class="swatch swatch-review"></span>Review</li><li><span class="swatch swatch-unsafe"></span>Unsafe</li></ul></div>
<div class="lanes" id="lanes"><div class="lane-names" id="lane-names" aria-hidden="true"></div>
<div class="lane-scroll" id="lane-scroll"><div class="lane-content" id="lane-content"><canvas id="lane-canvas" role="slider" tabindex="0" aria-label="Playhead" aria-valuemin="0" aria-valuemax="${report.video.frameCount - 1}" aria-valuenow="0"></canvas></div></div>
<div class="preview" id="preview" hidden><img id="preview-picture" alt=""><p id="preview-time"></p><p id="preview-text"></p></div></div>
</section>`;
