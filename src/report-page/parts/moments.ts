import type { Report, Segment } from '../../core/report.ts';
import { html, type Markup } from '../markup.ts';
import { formatCount, formatScore } from '../model/format.ts';
import { frameOfSeconds, timecodeOf, timecodeOfSeconds } from '../model/place.ts';
import { picture, seekButton } from './elements.ts';

/** Pictures that the page carries. */
export type Carried = { has(path: string): boolean };

interface Pictured extends Segment {
  readonly frame: number;
  readonly thumbnail: string | null;
  readonly box?: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
}

const round = (value: number) => Math.round(value * 10) / 10;

/** A box over a picture that is shown whole: drawn in the video's own pixels, so that it lies right in any shape. */
function outline({ left, top, right, bottom }: NonNullable<Pictured['box']>, video: Report['video']): Markup {
  const [width, height] = [video.displayWidth, video.displayHeight];
  const sides = html`x="${round(left * width)}" y="${round(top * height)}" width="${round((right - left) * width)}" height="${round((bottom - top) * height)}"`;
  return html`<svg class="outline" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMid meet" aria-hidden="true"><rect class="outline-ground" ${sides}/><rect class="outline-line" ${sides}/></svg>`;
}

/** A picture of a moment that leads to it: when, and what is to be seen. */
export function moment(seen: Pictured, words: string, video: Report['video'], carried: Carried): Markup {
  const timecode = timecodeOf(seen.frame, video);
  const path = seen.thumbnail !== null && carried.has(seen.thumbnail) ? seen.thumbnail : null;
  const shown = html`<span class="moment-picture">${picture(path, '')}${seen.box !== undefined && path !== null && outline(seen.box, video)}</span>
<span class="moment-words"><span class="time">${timecode}</span> <span>${words}</span></span>`;
  return html`<li>${seekButton(seen.frame, `Go to ${timecode}: ${words}`, shown, 'moment')}</li>`;
}

/** Longer lists of times are cut: the timeline and report.json have all. */
const TIMES_SHOWN = 12;

/** When something is seen, as buttons that go there. */
export function jumps(name: string, segments: readonly Segment[], video: Report['video']): Markup | null {
  if (segments.length === 0) return null;
  const more = segments.length - TIMES_SHOWN;
  const items = segments.slice(0, TIMES_SHOWN).map(({ startSeconds, endSeconds, confidence }) => {
    const [start, end] = [timecodeOfSeconds(startSeconds, video), timecodeOfSeconds(endSeconds, video)];
    const words = `Go to ${start}: ${name} until ${end}, confidence ${formatScore(confidence)}`;
    return html`<li>${seekButton(frameOfSeconds(startSeconds, video), words, html`<span class="time">${start}</span>`, 'jump')}</li>`;
  });
  return html`<ul class="jumps">${items}${more > 0 && html`<li class="muted">and ${formatCount(more)} more</li>`}</ul>`;
}
