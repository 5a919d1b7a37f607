import type { Report, Risk, Verdict } from '../../core/report.ts';
import { html, type Markup, type MarkupValue } from '../markup.ts';
import { countOf } from '../model/format.ts';
import { type IconName, icon } from './icons.ts';

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { safe: 'Safe', review: 'Review', unsafe: 'Unsafe' };
const RISK_WORDS: Readonly<Record<Risk, string>> = {
  none: 'No risk found',
  low: 'Low risk',
  medium: 'Medium risk',
  high: 'High risk',
  floor: 'Floor: no advertising',
};
const badge = (tone: IconName, words: string): Markup =>
  html`<span class="badge badge-${tone}">${icon(tone)}${words}</span>`;

/** A risk in a few words. */
export const riskWords = (risk: Risk): string => RISK_WORDS[risk];

export const verdictBadge = (verdict: Verdict): Markup => badge(verdict, VERDICT_WORDS[verdict]);

/** For what was not assessed: never green. */
export const notAssessedBadge = (): Markup => badge('unknown', 'Not assessed');

export const breakBadge = (safe: boolean): Markup => (safe ? badge('safe', 'Safe') : badge('unsafe', 'Not safe'));

/** A button that moves the playhead to a frame. */
export const seekButton = (frame: number, name: string, content: MarkupValue, className = 'seek'): Markup =>
  html`<button type="button" class="${className}" data-frame="${frame}" aria-label="${name}">${content}</button>`;

// A picture of nothing holds the place: without a source, browsers draw a broken picture.
const BLANK = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** A picture that the script fills in when it comes into view; an empty frame where there is none. */
export const picture = (path: string | null, alt: string): Markup =>
  path === null
    ? html`<span class="no-picture">${icon('film')}<span class="hidden">No picture</span></span>`
    : html`<img src="${BLANK}" data-picture="${path}" alt="${alt}" width="160" height="90" decoding="async">`;

const percent = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;

/** A bar from 0 to 1. Decoration: the number stands beside it. */
export const bar = (value: number): Markup =>
  html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-track" width="100" height="4"/><rect class="bar-fill" width="${percent(value)}" height="4"/></svg>`;

/** A bar from its middle: to the right for what is above 0, to the left for what is below. */
export const balance = (value: number): Markup => {
  const width = percent(Math.abs(value)) / 2;
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-track" width="100" height="4"/><rect class="bar-fill" x="${value < 0 ? 50 - width : 50}" width="${width}" height="4"/><rect class="bar-zero" x="49.7" width="0.6" height="4"/></svg>`;
};

/** How strong the colour of a confidence is: the surer, the stronger, and never out of sight. */
const strengthOf = (confidence: number): number => Math.round((0.25 + 0.75 * confidence) * 100) / 100;

/** Where something was seen, and how surely: a strip as wide as what was analysed. */
export function presenceStrip(segments: Report['labels'][number]['segments'], video: Report['video']): Markup {
  const { startSeconds: origin, endSeconds: end } = video.part;
  const scale = 1000 / Math.max(end - origin, 0.001);
  const marks = segments.map(({ startSeconds, endSeconds, confidence }) => {
    const x = Math.round((startSeconds - origin) * scale * 10) / 10;
    const width = Math.max(3, Math.round((endSeconds - startSeconds) * scale * 10) / 10);
    return html`<rect class="bar-fill" x="${x}" width="${width}" height="8" fill-opacity="${strengthOf(confidence)}"/>`;
  });
  return html`<svg class="strip" viewBox="0 0 1000 8" preserveAspectRatio="none" role="img" aria-label="${countOf(segments.length, 'appearance')} over the video"><rect class="bar-track" width="1000" height="8"/>${marks}</svg>`;
}

/** A titled part of the results. */
export const section = (id: string, title: string, note: MarkupValue, body: MarkupValue): Markup =>
  html`<section class="part" id="${id}" aria-labelledby="${id}-title"><header class="part-head"><h2 id="${id}-title">${title}</h2>${note}</header>${body}</section>`;

/** What stands where a list is empty. */
export const emptyState = (text: string): Markup => html`<p class="empty">${text}</p>`;
