import { frameToTimecode, secondsToFrame } from '../../../media/timecode.ts';
import type { Report, SafetyCategory } from '../../../report.ts';
import { html, type Markup } from '../markup.ts';
import { formatScore, humanize } from '../model/format.ts';
import { describeCoverage } from './header.ts';
import { emptyState, riskBadge, section, seekButton } from './pieces.ts';

/** Longer lists are cut: the timeline and report.json show all. */
const SEGMENTS_SHOWN = 8;

function renderSegments(category: SafetyCategory, video: Report['video']): Markup | null {
  if (category.segments.length === 0) return null;
  const shown = [...category.segments].sort((a, b) => b.confidence - a.confidence).slice(0, SEGMENTS_SHOWN);
  const more = category.segments.length - shown.length;
  const items = shown.map(({ startSeconds, confidence }) => {
    const frame = Math.min(Math.max(0, secondsToFrame(startSeconds, video)), video.frameCount - 1);
    const timecode = frameToTimecode(frame, video.frameRate);
    const name = `Go to ${timecode}, confidence ${formatScore(confidence)}`;
    return html`<li>${seekButton(frame, name, html`<span class="time">${timecode}</span>`, 'jump')}</li>`;
  });
  return html`<ul class="jumps">${items}${more > 0 && html`<li class="muted">and ${more} more</li>`}</ul>`;
}

function renderCategory(category: SafetyCategory, video: Report['video']): Markup {
  const assessed = category.status === 'assessed';
  return html`<tr><th scope="row">${humanize(category.category)}${renderSegments(category, video)}</th>
<td>${riskBadge(assessed ? category.risk : null)}</td>
<td class="number">${assessed && category.peakConfidence !== null ? formatScore(category.peakConfidence) : html`<span class="muted">–<span class="hidden"> none</span></span>`}</td></tr>`;
}

/** Every category and whether anybody judged it. */
export function renderSafety(report: Report): Markup {
  const { categories } = report.brandSafety;
  const note = html`<span class="muted">${describeCoverage(report.brandSafety)}</span>`;
  if (categories.length === 0) {
    return section('safety', 'Brand safety', note, emptyState('This analysis judged no category of brand safety.'));
  }
  // What was judged comes first, in the report's order.
  const ordered = [
    ...categories.filter(({ status }) => status === 'assessed'),
    ...categories.filter(({ status }) => status !== 'assessed'),
  ];
  return section(
    'safety',
    'Brand safety',
    note,
    html`<p class="hint">“Not assessed” means that no model of this analysis judges the category. It does not mean safe.</p>
<table class="coverage"><thead><tr><th scope="col">Category</th><th scope="col">Result</th><th scope="col" class="number">Peak</th></tr></thead><tbody>${ordered.map((category) => renderCategory(category, report.video))}</tbody></table>`,
  );
}
