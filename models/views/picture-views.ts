import { cropView, type View } from './crop-view.ts';

/** The whole picture, and two nearer views of it: left, upper, and right, lower. */
export const NEARER_VIEWS: readonly View[] = [
  { left: 0, top: 0.1, width: 0.72, height: 0.8 },
  { left: 0.28, top: 0.2, width: 0.72, height: 0.8 },
];

/** Views of a picture, as shots of one camera set-up differ: RGB [3, 299, 299, 3]. */
export function takeViews(frame: Uint8Array): Uint8Array {
  const views = [frame, ...NEARER_VIEWS.map((view) => cropView(frame, view))];
  const joined = new Uint8Array(views.length * frame.length);
  for (const [i, view] of views.entries()) joined.set(view, i * frame.length);
  return joined;
}
