import type { Label, Report, Scene } from '../../core/report.ts';
import { titleLabel } from '../../core/wording/label-title.ts';
import { namesThing, topLabels } from '../../core/wording/text.ts';
import { html, type Markup } from '../markup.ts';
import { VERDICTS } from '../model/filters.ts';
import { countOf, formatDuration, formatScore, humanize } from '../model/format.ts';
import { bar, picture, section, seekButton, verdictBadge } from './elements.ts';

const LABELS_SHOWN = 4;

const renderLabel = (label: Label): Markup =>
  html`<li title="${label.taxonomy}">${titleLabel(label)} <span class="number">${formatScore(label.confidence)}</span></li>`;

const renderReasons = ({ reasons, notSeen }: Scene['safety']): Markup | null =>
  reasons.length === 0 && notSeen === null
    ? null
    : html`<ul class="risks">${notSeen !== null && html`<li>${humanize(notSeen.text)}</li>`}${reasons.map(
        ({ category, risk, confidence }) =>
          html`<li>${humanize(category)}: ${risk} risk <span class="number">${formatScore(confidence)}</span></li>`,
      )}</ul>`;

function renderScene(scene: Scene, path: string | null): Markup {
  const name = `Scene ${scene.index + 1}`;
  const shots = countOf(scene.lastShot - scene.firstShot + 1, 'shot');
  return html`<li class="scene" id="scene-${scene.index}" data-scene="${scene.index}">
${seekButton(scene.startFrame, `Go to ${name.toLowerCase()} at ${scene.startTimecode}`, picture(path, ''), 'still')}
<div class="scene-body"><h3>${name} ${verdictBadge(scene.safety.verdict)}</h3>
<p class="muted"><span class="time">${scene.startTimecode}</span> · ${formatDuration(scene.endSeconds - scene.startSeconds)}</p>
<ul class="chips" aria-label="Labels">${topLabels(scene.labels.filter(namesThing), LABELS_SHOWN).map(renderLabel)}</ul>${renderReasons(scene.safety)}
<div class="scene-foot"><details class="shots" data-shots="${scene.index}"><summary>${shots}</summary></details>${
    scene.index > 0 &&
    html`<p class="change"><span class="muted">Change</span>${bar(scene.boundaryStrength)}<span class="number">${formatScore(scene.boundaryStrength)}</span></p>`
  }</div></div></li>`;
}

const renderFilters = (report: Report): Markup => html`<form class="filters" id="scene-filters">
<label class="search"><span class="hidden">Find a label</span><input type="search" id="label-search" placeholder="Find a label" list="label-names" autocomplete="off"></label>
<datalist id="label-names">${report.labels
  .filter(namesThing)
  .slice(0, 200)
  .map(({ name }) => html`<option value="${name}"></option>`)}</datalist>
<fieldset class="toggles"><legend class="hidden">Verdicts</legend>${VERDICTS.map(
  (verdict) =>
    html`<label class="toggle"><input type="checkbox" name="verdict" value="${verdict}" checked>${humanize(verdict)}</label>`,
)}</fieldset>
<button type="button" class="action quiet" id="reset-filters" hidden>Reset filters</button>
<p class="shown muted" id="scenes-shown" role="status"></p></form>`;

/** Scenes as cards; their shots are listed when asked for. */
export const renderScenes = (report: Report, scenePicture: (sceneIndex: number) => string | null): Markup =>
  section(
    'scenes',
    'Scenes',
    html`<span class="muted">${countOf(report.scenes.length, 'scene')}, ${countOf(report.shots.length, 'shot')}</span>`,
    html`${renderFilters(report)}<ol class="list" id="scene-list">${report.scenes.map((scene) => renderScene(scene, scenePicture(scene.index)))}</ol><p class="empty" id="no-scenes" hidden>No scene matches the filters.</p>`,
  );
