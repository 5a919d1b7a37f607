import type { Report } from '../../../core/report.ts';
import { type Boundary, describeBoundary, isDoubtful, strengthOf } from '../../model/boundaries.ts';
import { formatScore } from '../../model/format.ts';
import { make } from '../dom.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The shape of a type of transition, as the timeline and its legend show it. */
function makeGlyph(type: string): SVGSVGElement {
  const glyph = document.createElementNS(SVG, 'svg');
  glyph.setAttribute('class', 'glyph');
  glyph.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#glyph-${type}`);
  glyph.append(use);
  return glyph;
}

/** A boundary's type over a bar that is the higher the surer it is, and the number. */
export function makeMark(boundary: Boundary): HTMLSpanElement {
  const fill = make('span', { className: 'mark-fill' });
  fill.style.height = `${Math.max(6, 100 * strengthOf(boundary))}%`;
  return make(
    'span',
    { className: isDoubtful(boundary) ? 'mark doubtful' : 'mark' },
    makeGlyph(boundary.transitionIn.type),
    make('span', { className: 'mark-track' }, fill),
    make('span', { className: 'number' }, formatScore(boundary.transitionIn.confidence)),
  );
}

/** A mark that moves the playhead to its boundary. */
export function makeMarkButton(boundary: Boundary, video: Report['video']): HTMLButtonElement {
  const words = describeBoundary(boundary, video);
  const button = make('button', { type: 'button', className: 'mark-button', title: words }, makeMark(boundary));
  button.setAttribute('aria-label', words);
  button.dataset.frame = String(boundary.startFrame);
  button.dataset.boundary = String(boundary.index);
  return button;
}
