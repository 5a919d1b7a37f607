import type { Report, StoryBreak } from '../../core/report.ts';
import { html, type Markup } from '../markup.ts';
import { describePlace, findBreakShot } from '../model/break-place.ts';
import { rankBreaks } from '../model/film.ts';
import { countOf, formatScore, humanize } from '../model/format.ts';
import { pickScenePicture, picturesAround } from '../model/pictures.ts';
import { balance, breakBadge, emptyState, picture, section, seekButton } from './elements.ts';

type Reason = StoryBreak['reasons'][number];

const number = (value: number): string => String(Math.round(value * 100) / 100).replace('-', '−');
const contribution = ({ value, weight }: Reason): number => value * weight;

/** A reason with its share of the score; what has a weight below zero counts against the break. */
const renderReason = (reason: Reason, scale: number): Markup => {
  const share = contribution(reason);
  const against = share < 0;
  return html`<li${against && html` class="against"`}><span>${humanize(reason.signal)}${against && html`<span class="hidden">, against it</span>`}</span>${balance(share / scale)}<span class="number"><span class="muted">${number(reason.value)} × ${number(reason.weight)} =</span> ${number(share)}</span></li>`;
};

/** The pictures on both sides of a break; where a shot has none, its scene's stands in. */
function renderSides(storyBreak: StoryBreak, { shots, scenes }: Report, pictures: { has(path: string): boolean }) {
  const { frame, sceneBefore, sceneAfter } = storyBreak;
  const { before, after } = picturesAround(frame, findBreakShot(storyBreak, shots), shots, pictures);
  const fallback = (scene: number) => pickScenePicture(scenes[scene]!, shots, pictures);
  return html`${picture(before?.thumbnail ?? fallback(sceneBefore), 'Last picture before the break')}<span class="gap" aria-hidden="true"></span>${picture(after?.thumbnail ?? fallback(sceneAfter), 'First picture after the break')}`;
}

function renderBreak(
  storyBreak: StoryBreak,
  rank: number,
  scale: number,
  report: Report,
  pictures: { has(path: string): boolean },
): Markup {
  const { index, frame, timecode, score, safe, sceneBefore, sceneAfter } = storyBreak;
  const reasons = [...storyBreak.reasons].sort((a, b) => contribution(b) - contribution(a));
  const where =
    sceneBefore === sceneAfter
      ? `Inside scene ${sceneBefore + 1}`
      : `Between scenes ${sceneBefore + 1} and ${sceneAfter + 1}`;
  return html`<li class="break" id="break-${index}" data-break="${index}" data-rank="${rank}">
${seekButton(frame, `Go to break ${rank} at ${timecode}`, renderSides(storyBreak, report, pictures), 'pair')}
<div class="break-body"><h3><span class="rank">${rank}</span><span class="time">${timecode}</span>${breakBadge(safe)}<span class="score"><span class="hidden">Score </span>${formatScore(score)}</span></h3>
<p class="muted">${where}. ${describePlace(storyBreak, report)}</p>
<ul class="reasons" aria-label="Reasons: value times weight">${reasons.map((reason) => renderReason(reason, scale))}</ul></div></li>`;
}

const renderFilters = (): Markup => html`<form class="filters" id="break-filters">
<label class="toggle"><input type="checkbox" id="safe-breaks">Safe only</label>
<label class="range" for="minimum-score">Score from <output id="minimum-score-shown" for="minimum-score">0.00</output><input type="range" id="minimum-score" min="0" max="1" step="0.05" value="0"></label>
<label class="choice">Order <select id="break-order"><option value="rank">Best first</option><option value="time">By time</option></select></label>
<p class="shown muted" id="breaks-shown" role="status"></p></form>`;

/** Story breaks, best first, with what supports each. */
export function renderBreaks(report: Report, pictures: { has(path: string): boolean }): Markup {
  const { storyBreaks, warnings } = report;
  const note = html`<span class="muted">${countOf(storyBreaks.length, 'place')} for an ad</span>`;
  if (storyBreaks.length === 0) {
    const why = warnings.find(({ code }) => code === 'no-breaks')?.message;
    return section(
      'breaks',
      'Story breaks',
      null,
      emptyState(why ?? 'No place in this video is a good one for a break.'),
    );
  }
  const ranks = rankBreaks(storyBreaks);
  const scale = Math.max(...storyBreaks.flatMap(({ reasons }) => reasons.map((r) => Math.abs(contribution(r)))), 1e-9);
  const byRank = storyBreaks.map((_, i) => i).sort((a, b) => ranks[a]! - ranks[b]!);
  const items = byRank.map((i) => renderBreak(storyBreaks[i]!, ranks[i]!, scale, report, pictures));
  return section(
    'breaks',
    'Story breaks',
    note,
    html`${renderFilters()}<ol class="list" id="break-list">${items}</ol>`,
  );
}
