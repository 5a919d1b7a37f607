import type { BrandAppearance, IndexIdentity, Report } from '../../core/report.ts';
import { html, type Markup, type MarkupValue } from '../markup.ts';
import { countOf, formatCount, formatDuration, formatScore } from '../model/format.ts';
import { emptyState, presenceStrip, section } from './elements.ts';
import { type Carried, jumps, moment } from './moments.ts';

/** Pictures of one card; the times under them are all there is. */
const PICTURES_SHOWN = 4;

interface Card extends Omit<BrandAppearance, 'name'> {
  /** For assistive technology. */
  readonly name: string;
  readonly title: MarkupValue;
  readonly note: string | null;
}

/** Which evidence counted, in words. */
const describeEvidence = ({ frames, features }: BrandAppearance['evidence']): string =>
  `Recognised in ${countOf(frames, 'sampled frame')}, by ${countOf(features, 'detail')} in the surest.`;

function renderCard(card: Card, video: Report['video'], carried: Carried): Markup {
  const { name, title, note, confidence, screenTimeSeconds, evidence, segments } = card;
  const best = [...segments].sort((a, b) => b.confidence - a.confidence).slice(0, PICTURES_SHOWN);
  const pictures = best
    .sort((a, b) => a.frame - b.frame)
    .map((seen) => moment(seen, `confidence ${formatScore(seen.confidence)}`, video, carried));
  const facts = [
    ...(note === null ? [] : [note]),
    `${formatDuration(screenTimeSeconds)} on screen`,
    `seen ${segments.length === 1 ? 'once' : countOf(segments.length, 'time')}`,
  ];
  return html`<li class="detection"><h3>${title}<span class="score"><span class="hidden">Confidence </span>${formatScore(confidence)}</span></h3>
<p class="muted">${facts.join(' · ')}. ${describeEvidence(evidence)}</p>
<ul class="moments">${pictures}</ul>${presenceStrip(segments, video)}${jumps(name, segments, video)}</li>`;
}

/** Cards, or why there are none: not assessed, there was nothing to search for, or nothing was seen. */
function renderCards(
  cards: readonly Card[],
  index: IndexIdentity | null,
  words: { readonly one: string; readonly many: string; readonly index: string },
  video: Report['video'],
  carried: Carried,
): { readonly note: string; readonly body: Markup } {
  const { one, many } = words;
  if (cards.length > 0) {
    const of = index === null ? '' : ` of ${formatCount(index.items)} searched for`;
    const list = html`<ol class="list">${cards.map((card) => renderCard(card, video, carried))}</ol>`;
    return { note: `${countOf(cards.length, one)}${of}`, body: list };
  }
  if (index === null) {
    const text = `${many.charAt(0).toUpperCase()}${many.slice(1)} were not assessed: this analysis had no ${words.index}. It does not mean that there are none.`;
    return { note: 'not assessed', body: emptyState(text) };
  }
  if (index.items === 0) return { note: 'none to search for', body: emptyState(`The ${words.index} holds no ${one}.`) };
  const text =
    index.items === 1 ? `The one ${one} was not seen.` : `No ${many} of the ${formatCount(index.items)} were seen.`;
  return { note: `0 of ${formatCount(index.items)} searched for`, body: emptyState(text) };
}

/** Brands on screen. */
export function renderBrands({ brands, brandIndex, video }: Report, carried: Carried): Markup {
  const cards = brands.map((brand): Card => ({ ...brand, title: brand.name, note: null }));
  const words = { one: 'brand', many: 'brands', index: 'index of brands' };
  const { note, body } = renderCards(cards, brandIndex, words, video, carried);
  return section('brands', 'Brands', html`<span class="muted">${note}</span>`, body);
}

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

/** Products on screen, with a link where the catalogue has one. */
export function renderProducts({ productListings, catalogue, video }: Report, carried: Carried): Markup {
  const cards = productListings.map(({ productId, title, url, ...seen }): Card => {
    // Only web addresses become links: a catalogue is input, and a script address would run.
    const link =
      url !== null && isWebAddress(url)
        ? html`<a href="${url}" target="_blank" rel="noreferrer noopener">${title}</a>`
        : title;
    return { ...seen, name: title, title: link, note: productId };
  });
  const words = { one: 'product', many: 'products', index: 'catalogue' };
  const { note, body } = renderCards(cards, catalogue, words, video, carried);
  return section('products', 'Products', html`<span class="muted">${note}</span>`, body);
}
