import { orderReport } from '../core/report/order.ts';
import type { Report } from '../core/report.ts';
import { toSingleLine } from '../core/wording/text.ts';
import { createPolicy } from './csp.ts';
import { embedJson } from './embed.ts';
import { html, type Markup, trustMarkup } from './markup.ts';
import { listTitles } from './model/label-groups.ts';
import { listTracks } from './model/list-tracks.ts';
import { pickScenePicture } from './model/pictures.ts';
import type { LaneData } from './model/tracks.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page.generated.ts';
import { renderBrands, renderProducts } from './parts/appearances.ts';
import { renderBreaks } from './parts/breaks.ts';
import { renderDetails } from './parts/details.ts';
import { renderHeader, renderWarnings } from './parts/header.ts';
import { renderHelp } from './parts/help.ts';
import { icon, iconSprite } from './parts/icons.ts';
import { renderLabels } from './parts/labels.ts';
import { renderSafety } from './parts/safety.ts';
import { renderScenes } from './parts/scenes.ts';
import { renderShots } from './parts/shots.ts';
import { renderStage } from './parts/stage.ts';
import { renderTimeline } from './parts/timeline.ts';
import { selectThumbnails } from './thumbnails.ts';

const PARTS = [
  ['breaks', 'Breaks'],
  ['scenes', 'Scenes'],
  ['shots', 'Shots'],
  ['safety', 'Safety'],
  ['labels', 'Labels'],
  ['brands', 'Brands'],
  ['products', 'Products'],
  ['details', 'Details'],
] as const;

function renderResults(report: Report, pictures: { has(path: string): boolean }): Markup {
  const scenePicture = (index: number) => pickScenePicture(report.scenes[index]!, report.shots, pictures);
  return html`<div class="results" id="results" tabindex="-1">
<nav class="parts" aria-label="Parts of the report">${PARTS.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}</nav>
${renderBreaks(report, pictures)}${renderScenes(report, scenePicture)}${renderShots(report)}${renderSafety(report, pictures)}${renderLabels(report)}${renderBrands(report, pictures)}${renderProducts(report, pictures)}${renderDetails(report)}
</div>`;
}

/**
 * The report as one page that needs nothing but a browser.
 *
 * @param assets JPEG bytes by the path that a shot's `thumbnail` names; one without bytes is shown as a missing picture
 * @throws ReelsightError `internal` for a report that breaks its own schema
 */
export function renderPage(
  unordered: Report,
  assets: { readonly thumbnails: ReadonlyMap<string, Uint8Array> },
): string {
  const report = orderReport(unordered);
  const thumbnails = selectThumbnails(report, assets.thumbnails);
  const pictures = new Set(Object.keys(thumbnails));
  // The pictures come last: everything else works while a large page still loads.
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${createPolicy(PAGE_SCRIPT, PAGE_STYLE)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${toSingleLine(report.video.name)} · Reelsight</title>
<style>${trustMarkup(PAGE_STYLE)}</style></head>
<body>${iconSprite}<a class="skip" href="#results">To the results</a>
${renderHeader(report)}
${renderWarnings(report.warnings)}
<noscript><p class="warnings">${icon('review')}The player, the timeline, the filmstrip and the pictures need JavaScript.</p></noscript>
<main class="workspace">${renderStage(report)}${renderTimeline(report)}${renderResults(report, pictures)}</main>
${renderHelp()}
${embedJson('report-data', report)}
${embedJson('lane-data', { titles: listTitles(report), tracks: listTracks(report) } satisfies LaneData)}
<script>${trustMarkup(PAGE_SCRIPT)}</script>
${embedJson('picture-data', thumbnails)}
</body></html>
`.text;
}
