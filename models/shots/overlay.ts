import type { Footage } from './footage.ts';
import { SOURCE } from './footage.ts';
import type { RandomSource } from './random.ts';
import { CANVAS } from './shot-source.ts';

/** What lies over a whole film and does not change at its cuts: a banner, a side panel, a logo; mostly nothing. */
export function createOverlay(random: RandomSource, stills: readonly Footage[]): (out: Uint8Array) => void {
  const kind = random.weighted({ none: 0.8, banner: 0.1, panel: 0.04, logo: 0.06 });
  if (kind === 'none') return () => {};
  const high = kind === 'banner' ? random.between(0.1, 0.3) : kind === 'panel' ? 1 : random.between(0.08, 0.2);
  const wide = kind === 'banner' ? 1 : kind === 'panel' ? random.between(0.15, 0.35) : random.between(0.08, 0.2);
  const rows = Math.round(high * CANVAS.height);
  const columns = Math.round(wide * CANVAS.width);
  const top = random.chance(kind === 'banner' ? 0.15 : 0.5) ? 0 : CANVAS.height - rows;
  const left = random.chance(0.5) ? 0 : CANVAS.width - columns;
  // A part of some picture, made flatter: it has edges and colours as graphics have.
  const [frame] = random.pick(stills).frames;
  const base = [random.integer(0, 255), random.integer(0, 255), random.integer(0, 255)];
  const share = random.between(0, 0.6);
  return (out) => {
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const to = ((top + y) * CANVAS.width + left + x) * 3;
        const from = (y * SOURCE.width + x) * 3;
        for (let c = 0; c < 3; c++) out[to + c] = base[c] + share * (frame[from + c] - base[c]);
      }
    }
  };
}
