import { isPartOnly } from '../../core/measurements/video-part.ts';
import type { Report } from '../../core/report.ts';
import { html, type Markup } from '../markup.ts';
import { formatDuration, formatRate, formatSize, formatTime } from '../model/format.ts';
import { verdictBadge } from './elements.ts';
import { icon } from './icons.ts';

/** How many categories were assessed, so that "safe" never says more than was looked at. */
export function describeCoverage({ categories }: Report['brandSafety']): string {
  const assessed = categories.filter(({ status }) => status === 'assessed').length;
  if (assessed === 0) return 'no category was assessed';
  return assessed === categories.length
    ? 'all categories assessed'
    : `${assessed} of ${categories.length} categories assessed`;
}

const listFacts = ({ video }: Report): string[] => [
  ...(isPartOnly(video.part, video)
    ? [
        `${formatTime(video.part.startSeconds)} to ${formatTime(video.part.endSeconds)} of ${formatDuration(video.durationSeconds)}`,
      ]
    : [formatDuration(video.durationSeconds)]),
  `${video.displayWidth} × ${video.displayHeight}`,
  `${formatRate(video.frameRate)} fps`,
  video.audioCodec === null ? `${video.videoCodec}, no audio` : `${video.videoCodec}, ${video.audioCodec}`,
  formatSize(video.sizeBytes),
];

/** The video's name and facts, its verdict, and the page's own buttons. */
export const renderHeader = (report: Report): Markup => html`<header class="top">
<div class="top-title"><h1><bdi>${report.video.name}</bdi></h1>
<ul class="facts" aria-label="Video">${listFacts(report).map((fact) => html`<li>${fact}</li>`)}</ul></div>
<p class="top-verdict"><span class="hidden">Brand safety: </span>${verdictBadge(report.brandSafety.verdict)}<span class="muted">${describeCoverage(report.brandSafety)}</span></p>
<div class="top-tools">
<button type="button" class="tool tool-wide" data-action="toggle-wide" aria-pressed="false" aria-label="Wide lists, small player" title="Wide lists, small player (W)">${icon('wide')}</button>
<button type="button" class="tool" id="save-json" aria-label="Save report.json" title="Save report.json">${icon('download')}</button>
<button type="button" class="tool" data-action="toggle-theme" aria-label="Switch between light and dark" title="Light or dark (T)">${icon('theme')}</button>
<button type="button" class="tool" data-action="toggle-help" aria-label="Keyboard and help" title="Help (?)">${icon('help')}</button>
</div></header>`;

/** What the reader should know before trusting the rest. Why there are no breaks is told where they would be. */
export function renderWarnings(warnings: Report['warnings']): Markup | null {
  const shown = warnings.filter(({ code }) => code !== 'no-breaks');
  if (shown.length === 0) return null;
  return html`<aside class="warnings" aria-label="Warnings">${icon('review')}<ul>${shown.map(
    ({ code, message }) => html`<li>${message} <code>${code}</code></li>`,
  )}</ul></aside>`;
}
