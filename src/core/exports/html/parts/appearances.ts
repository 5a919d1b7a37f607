import { secondsToFrame } from '../../../media/timecode.ts';
import type { Report, Segment } from '../../../report.ts';
import { html, type Markup, type MarkupValue } from '../markup.ts';
import { countOf, formatCount, formatDuration, formatScore } from '../model/format.ts';
import { emptyState, presenceStrip, section, seekButton } from './pieces.ts';

/** Longer lists are cut: report.json holds all. */
const LABELS_SHOWN = 60;

const firstFrame = (segments: readonly Segment[], video: Report['video']): number | null =>
  segments.length === 0
    ? null
    : Math.min(Math.max(0, secondsToFrame(segments[0]!.startSeconds, video)), video.frameCount - 1);

interface Appearance {
  readonly name: string;
  readonly title: MarkupValue;
  readonly note: string;
  readonly confidence: number;
  readonly segments: Segment[];
}

function renderAppearance({ name, title, note, confidence, segments }: Appearance, video: Report['video']): Markup {
  const frame = firstFrame(segments, video);
  const strip = presenceStrip(segments, video);
  return html`<li><span class="appearance-name">${title} <span class="muted">${note}</span></span><span class="number">${formatScore(confidence)}</span>${
    frame === null ? strip : seekButton(frame, `Go to where ${name} is first seen`, strip, 'presence')
  }</li>`;
}

/** What the video shows, each with the places where it was seen. */
export function renderLabels(report: Report): Markup {
  const shown = report.labels.slice(0, LABELS_SHOWN);
  const more = report.labels.length - shown.length;
  const items = shown.map(({ name, taxonomy, confidence, segments }) =>
    renderAppearance(
      {
        name,
        title: html`<button type="button" class="link" data-label="${name}" title="Show where">${name}</button>`,
        note: taxonomy,
        confidence,
        segments,
      },
      report.video,
    ),
  );
  const body =
    items.length === 0
      ? emptyState('No label was sure enough to be reported.')
      : html`<ul class="appearances">${items}</ul>${more > 0 && html`<p class="muted">${formatCount(more)} more in report.json</p>`}`;
  return section('labels', 'Labels', html`<span class="muted">${countOf(report.labels.length, 'label')}</span>`, body);
}

const NOTHING_FOUND = 'This analysis either was given none to look for or saw none.';

/** Brands on screen. */
export function renderBrands({ brands, video }: Report): Markup {
  const items = brands.map(({ name, confidence, screenTimeSeconds, segments }) =>
    renderAppearance(
      { name, title: name, note: `${formatDuration(screenTimeSeconds)} on screen`, confidence, segments },
      video,
    ),
  );
  return section(
    'brands',
    'Brands',
    html`<span class="muted">${countOf(brands.length, 'brand')}</span>`,
    items.length === 0
      ? emptyState(`No brand is reported. ${NOTHING_FOUND}`)
      : html`<ul class="appearances">${items}</ul>`,
  );
}

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

/** Products on screen, with a link where the catalogue has one. */
export function renderProducts({ productListings, video }: Report): Markup {
  const items = productListings.map(({ productId, title, url, confidence, screenTimeSeconds, segments }) =>
    renderAppearance(
      {
        name: title,
        // Only web addresses become links: a catalogue is input, and a script address would run.
        title:
          url !== null && isWebAddress(url)
            ? html`<a href="${url}" target="_blank" rel="noreferrer noopener">${title}</a>`
            : title,
        note: `${productId} · ${formatDuration(screenTimeSeconds)} on screen`,
        confidence,
        segments,
      },
      video,
    ),
  );
  return section(
    'products',
    'Products',
    html`<span class="muted">${countOf(productListings.length, 'product')}</span>`,
    items.length === 0
      ? emptyState(`No product is reported. ${NOTHING_FOUND}`)
      : html`<ul class="appearances">${items}</ul>`,
  );
}
