import type { Report } from '../../core/report.ts';
import { html, type Markup } from '../markup.ts';
import { countOf, formatCount, formatDuration, formatScore } from '../model/format.ts';
import { type GroupedLabel, groupLabels, type LabelGroup } from '../model/label-groups.ts';
import { frameOfSeconds } from '../model/place.ts';
import { emptyState, presenceStrip, section, seekButton } from './elements.ts';
import { jumps } from './moments.ts';

/** Longer lists are cut: report.json holds all. */
const LABELS_SHOWN = 20;

function renderLabel(label: GroupedLabel, video: Report['video']): Markup {
  const { name, title, confidence, screenTimeSeconds, iabCategories, segments } = label;
  const strip = presenceStrip(segments, video);
  const about = iabCategories.map((category) => category.name).join(', ');
  const note = [formatDuration(screenTimeSeconds), ...(about === '' ? [] : [about])].join(' · ');
  return html`<li><span class="appearance-name"><button type="button" class="link" data-label="${name}" title="Show where">${title}</button> <span class="muted">${note}</span></span><span class="number">${formatScore(confidence)}</span>${
    segments.length === 0
      ? strip
      : html`${seekButton(frameOfSeconds(segments[0].startSeconds, video), `Go to where ${title} is first seen`, strip, 'presence')}<details class="times"><summary>${countOf(segments.length, 'time')}<span class="hidden"> that ${title} is seen</span></summary>${jumps(title, segments, video)}</details>`
  }</li>`;
}

function renderGroup({ title, labels }: LabelGroup, video: Report['video']): Markup {
  const more = labels.length - LABELS_SHOWN;
  return html`<h3 class="group-title">${title} <span class="muted">${formatCount(labels.length)}</span></h3><ul class="appearances">${labels.slice(0, LABELS_SHOWN).map((label) => renderLabel(label, video))}</ul>${more > 0 && html`<p class="muted more">${formatCount(more)} more in report.json</p>`}`;
}

/** What the video shows, by set of names, each with the places where it was seen. */
export function renderLabels(report: Report): Markup {
  const groups = groupLabels(report.labels);
  const count = groups.reduce((sum, { labels }) => sum + labels.length, 0);
  const sources = [...report.models, ...report.heads].map(({ name }) => name).join(', ');
  const body =
    count === 0
      ? emptyState(
          `No label was sure enough to be reported. ${sources === '' ? 'No network or head was asked.' : `Asked were: ${sources}.`}`,
        )
      : groups.map((group) => renderGroup(group, report.video));
  return section('labels', 'Labels', html`<span class="muted">${countOf(count, 'label')}</span>`, body);
}
