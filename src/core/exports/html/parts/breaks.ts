import type { Report, StoryBreak } from '../../../report.ts';
import { html, type Markup } from '../markup.ts';
import { rankBreaks } from '../model/film.ts';
import { countOf, formatScore, humanize } from '../model/format.ts';
import { bar, breakBadge, emptyState, picture, section, seekButton } from './pieces.ts';

type Reason = StoryBreak['reasons'][number];

const number = (value: number): string => String(Math.round(value * 100) / 100).replace('-', '−');
const contribution = ({ value, weight }: Reason): number => value * weight;

/** A reason with its share; what has a weight below zero speaks against the break. */
const renderReason = (reason: Reason, scale: number): Markup => {
  const against = contribution(reason) < 0;
  return html`<li${against && html` class="against"`}><span>${humanize(reason.signal)}${against && html`<span class="hidden">, against it</span>`}</span>${bar(Math.abs(contribution(reason)) / scale)}<span class="number">${number(reason.value)} × ${number(reason.weight)}</span></li>`;
};

function renderBreak(
  storyBreak: StoryBreak,
  rank: number,
  scale: number,
  scenePicture: (sceneIndex: number) => string | null,
): Markup {
  const { index, frame, timecode, score, safe, sceneBefore, sceneAfter } = storyBreak;
  const reasons = [...storyBreak.reasons].sort((a, b) => contribution(b) - contribution(a));
  const pictures = html`${picture(scenePicture(sceneBefore), `Scene ${sceneBefore + 1}, before the break`)}<span class="gap" aria-hidden="true"></span>${picture(scenePicture(sceneAfter), `Scene ${sceneAfter + 1}, after the break`)}`;
  return html`<li class="break" id="break-${index}" data-break="${index}" data-rank="${rank}">
${seekButton(frame, `Go to break ${rank} at ${timecode}`, pictures, 'pair')}
<div class="break-body"><h3><span class="rank">${rank}</span><span class="time">${timecode}</span>${breakBadge(safe)}<span class="score"><span class="hidden">Score </span>${formatScore(score)}</span></h3>
<p class="muted">Between scenes ${sceneBefore + 1} and ${sceneAfter + 1}</p>
<ul class="reasons" aria-label="Reasons: value times weight">${reasons.map((reason) => renderReason(reason, scale))}</ul></div></li>`;
}

const renderFilters = (): Markup => html`<form class="filters" id="break-filters">
<label class="toggle"><input type="checkbox" id="safe-breaks">Safe only</label>
<label class="range" for="minimum-score">Score from <output id="minimum-score-shown" for="minimum-score">0.00</output><input type="range" id="minimum-score" min="0" max="1" step="0.05" value="0"></label>
<label class="choice">Order <select id="break-order"><option value="rank">Best first</option><option value="time">By time</option></select></label>
<p class="shown muted" id="breaks-shown" role="status"></p></form>`;

/** Story breaks, best first, with what speaks for each. */
export function renderBreaks(report: Report, scenePicture: (sceneIndex: number) => string | null): Markup {
  const { storyBreaks } = report;
  const note = html`<span class="muted">${countOf(storyBreaks.length, 'place')} for an ad</span>`;
  if (storyBreaks.length === 0) {
    return section('breaks', 'Story breaks', null, emptyState('No place in this video is a good one for a break.'));
  }
  const ranks = rankBreaks(storyBreaks);
  const scale = Math.max(...storyBreaks.flatMap(({ reasons }) => reasons.map((r) => Math.abs(contribution(r)))), 1e-9);
  const byRank = storyBreaks.map((_, i) => i).sort((a, b) => ranks[a]! - ranks[b]!);
  const items = byRank.map((i) => renderBreak(storyBreaks[i]!, ranks[i]!, scale, scenePicture));
  return section(
    'breaks',
    'Story breaks',
    note,
    html`${renderFilters()}<ol class="list" id="break-list">${items}</ol>`,
  );
}
