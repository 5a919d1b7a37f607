import type { Report, Risk, SafetyCategory, Verdict } from '../../core/report.ts';
import { describeLabel } from '../../core/taxonomy.ts';
import { html, type Markup } from '../markup.ts';
import { countOf, formatCount, formatScore, humanize } from '../model/format.ts';
import { frameOfSeconds, timecodeOfSeconds } from '../model/place.ts';
import { describePolicy } from '../model/policy-words.ts';
import { emptyState, notAssessedBadge, riskWords, section, seekButton, verdictBadge } from './elements.ts';
import { describeCoverage } from './header.ts';
import { type Carried, jumps, moment } from './moments.ts';

/** Pictures of one category: the worst. The times under them are all there is. */
const PICTURES_SHOWN = 6;
const RISKS: readonly Risk[] = ['none', 'low', 'medium', 'high', 'floor'];
const VERDICTS: readonly (Verdict | null)[] = ['unsafe', 'review', 'safe'];

type Segment = SafetyCategory['segments'][number];

/** A class that is evidence, by its name for people. */
const nameEvidence = (className: string): string =>
  (describeLabel('safety', className) ?? describeLabel('nsfwjs', className))?.displayName ?? className;

/** What a segment rests on: how many of its frames agree, over how long. */
const describeSegment = ({ evidence, risk, basis }: Segment): string =>
  `${nameEvidence(evidence)}, ${risk} risk: ${basis.agreeing} of ${countOf(basis.samples, 'frame')} over ${basis.seconds.toFixed(1)} s, ${formatScore(basis.confidence)}`;

/** Why the verdict over the video is not safe: a line a category, leading to where it is. */
function renderReasons({ brandSafety: { restsOn }, video }: Report): Markup | null {
  if (restsOn.length === 0) return null;
  const lines = restsOn.map(({ category, verdict, evidence, startSeconds, text }) => {
    const words = text.replace(evidence, nameEvidence(evidence));
    const start = timecodeOfSeconds(startSeconds, video);
    const shown = html`<span class="time">${start}</span> <span>${words}</span>`;
    return html`<li>${verdictBadge(verdict)} ${humanize(category)}: ${seekButton(frameOfSeconds(startSeconds, video), `Go to ${start}: ${words}`, shown, 'jump')}</li>`;
  });
  return html`<h3 class="group-title">What the verdict rests on</h3><ul class="reasons">${lines}</ul>`;
}

/** What keeps the verdict from being safe though nothing was found there: what nobody saw, and where. */
function renderNotSeen({ brandSafety: { notSeen }, video }: Report): Markup | null {
  if (notSeen === null) return null;
  const places = video.pictures.missing.map(({ startSeconds, endSeconds }) => {
    const [start, end] = [startSeconds, endSeconds].map((seconds) => timecodeOfSeconds(seconds, video));
    const shown = html`<span class="time">${start}</span> to <span class="time">${end}</span>`;
    return html`<li>${seekButton(frameOfSeconds(startSeconds, video), `Go to ${start}`, shown, 'jump')}</li>`;
  });
  return html`<h3 class="group-title">Not seen</h3><p class="note">${humanize(notSeen.text)}. That does not mean that it is safe.</p>${places.length > 0 && html`<ul class="reasons">${places}</ul>`}`;
}

function renderEvidence({ category, segments }: SafetyCategory, video: Report['video'], carried: Carried) {
  if (segments.length === 0) return null;
  const worst = [...segments]
    .sort((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk) || b.confidence - a.confidence)
    .slice(0, PICTURES_SHOWN)
    .sort((a, b) => a.frame - b.frame);
  const pictures = worst.map((segment) => moment(segment, describeSegment(segment), video, carried));
  return html`<ul class="moments">${pictures}</ul>${segments.length > worst.length && jumps(category, segments, video)}`;
}

function renderJudged(category: SafetyCategory, video: Report['video'], carried: Carried): Markup {
  const { risk, verdict, peakConfidence, model, note } = category;
  const facts = [
    ...(risk === null ? [] : [riskWords(risk)]),
    ...(peakConfidence === null ? [] : [`highest confidence ${formatScore(peakConfidence)}`]),
    ...(model === null ? [] : [`judged by ${model}`]),
  ];
  return html`<li class="category"><h3>${humanize(category.category)} ${verdict !== null && verdictBadge(verdict)}</h3>
<p class="muted">${facts.join(' · ')}</p>${note !== null && html`<p class="note">${note}</p>`}${renderEvidence(category, video, carried)}</li>`;
}

/** Categories that were not assessed, by the reason why. */
function renderOpen(categories: readonly SafetyCategory[]): Markup | null {
  if (categories.length === 0) return null;
  const byReason = new Map<string, SafetyCategory[]>();
  for (const category of categories) {
    const reason = category.note ?? 'No reason is given.';
    byReason.set(reason, [...(byReason.get(reason) ?? []), category]);
  }
  const groups = [...byReason].map(
    ([reason, open]) =>
      html`<div class="open-group"><p class="note">${reason}</p><ul class="open">${open.map(({ category }) => html`<li>${humanize(category)} ${notAssessedBadge()}</li>`)}</ul></div>`,
  );
  return html`<h3 class="group-title">Not assessed <span class="muted">${formatCount(categories.length)}</span></h3>
<p class="hint">These categories were not assessed. That does not mean that they are safe.</p>${groups}`;
}

/** The policy, what every category comes to under it and by which frames, and which categories were not assessed. */
export function renderSafety(report: Report, carried: Carried): Markup {
  const { categories } = report.brandSafety;
  const { policy } = report.options;
  const note = html`<span class="muted">${describeCoverage(report.brandSafety)}</span>`;
  if (categories.length === 0) {
    return section('safety', 'Brand safety', note, emptyState('This analysis judged no category of brand safety.'));
  }
  // The worst comes first, of equals in the report's order.
  const judged = categories
    .filter(({ status }) => status === 'assessed')
    .sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
  const open = categories.filter(({ status }) => status !== 'assessed');
  return section(
    'safety',
    'Brand safety',
    note,
    html`<div class="policy"><p><b>Policy: ${humanize(policy.name)}</b> ${verdictBadge(report.brandSafety.verdict)}</p><ul>${describePolicy(policy).map((words) => html`<li>${words}</li>`)}</ul></div>${renderNotSeen(report)}${renderReasons(report)}
<ol class="list" id="categories">${judged.map((category) => renderJudged(category, report.video, carried))}</ol>${renderOpen(open)}`,
  );
}
