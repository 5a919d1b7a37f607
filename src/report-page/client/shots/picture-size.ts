import type { Report } from '../../../core/report.ts';
import { make } from '../dom.ts';
import type { PictureStore } from '../picture-store.ts';

export interface PictureSize {
  /** With the hair of space after a picture. */
  readonly widthPixels: number;
  readonly heightPixels: number;
}

const HEIGHTS: Readonly<Record<string, number>> = { small: 40, medium: 58, large: 92 };
const [NARROWEST, WIDEST] = [40, 230];
const SPACE = 2;

/** Room for a mark between two pictures. */
export const MARK_PIXELS = 34;

/** A picture's box for a size that the reader chose, in the video's shape. */
export function measurePicture(name: string, { displayWidth, displayHeight }: Report['video']): PictureSize {
  const heightPixels = HEIGHTS[name] ?? 58;
  const width = Math.round((heightPixels * displayWidth) / displayHeight);
  return { widthPixels: Math.min(WIDEST, Math.max(NARROWEST, width)) + SPACE, heightPixels };
}

/** A picture, or an empty frame where the page has none. */
export function makePicture(store: PictureStore, size: PictureSize, path: string | null): HTMLElement {
  const source = path === null ? null : store.url(path);
  const [width, height] = [size.widthPixels - SPACE, size.heightPixels];
  const element =
    source === null
      ? make('span', { className: 'strip-picture blank' })
      : make('img', { className: 'strip-picture', alt: '', src: source, decoding: 'async' });
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
  return element;
}
