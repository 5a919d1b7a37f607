import { findAt } from '../../core/math/find-at.ts';
import type { Boundary } from '../model/boundaries.ts';
import { isInLane } from '../model/lanes.ts';
import { createPreview, type PreviewInput } from './preview.ts';

export interface PointerInput extends PreviewInput {
  readonly seek: (frame: number) => void;
  readonly onBreak: (breakIndex: number) => void;
  readonly onScene: (sceneIndex: number) => void;
  readonly onBoundary: (boundary: Boundary) => void;
}

/** Clicks, drags, the wheel and the hover preview of the timeline. A finger taps and pans; it does not drag. */
export function listenToPointer(input: PointerInput): void {
  const { film, timeline, seek, onBreak, onScene, onBoundary } = input;
  const { canvas } = timeline;
  const preview = createPreview(input);
  let dragging = false;

  const locate = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  function pick(x: number, y: number): void {
    const pin = isInLane(y, timeline.lanes.breaks) ? timeline.pinAt(x) : null;
    if (pin !== null) {
      seek(film.report.storyBreaks[pin.breakIndex]!.frame);
      onBreak(pin.breakIndex);
      return;
    }
    const boundary = preview.boundaryAt(x, y);
    if (boundary !== null) {
      seek(boundary.startFrame);
      onBoundary(boundary);
      return;
    }
    const frame = timeline.frameAtX(x);
    seek(frame);
    if (isInLane(y, timeline.lanes.scenes)) onScene(findAt(film.sceneStarts, frame));
  }

  canvas.addEventListener('click', (event) => {
    const { x, y } = locate(event);
    pick(x, y);
  });
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    dragging = true;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch') return;
    const { x, y } = locate(event);
    if (dragging) seek(timeline.frameAtX(x));
    preview.show(x, y, event.clientX);
  });
  const stop = () => {
    dragging = false;
  };
  canvas.addEventListener('pointerup', stop);
  canvas.addEventListener('pointercancel', stop);
  canvas.addEventListener('pointerleave', preview.hide);
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      timeline.zoom(-event.deltaY / 120, locate(event).x);
    },
    { passive: false },
  );
}
