import type { RandomSource } from './random.ts';
import { CANVAS, CANVAS_BYTES } from './shot-source.ts';

export type Kind = 'cut' | 'dissolve' | 'fade' | 'wipe';

export interface TransitionStyle {
  readonly kind: Kind;
  /** Seconds from the last frame of only the outgoing shot to the first of only the incoming one; 0 for a cut. */
  readonly seconds: number;
  /** Mixes two pictures; progress is 0..1, exclusive. */
  blend(out: Uint8Array, outgoing: Uint8Array, incoming: Uint8Array, progress: number): void;
}

/** Shares that leave enough of each kind to learn from; films have more cuts. */
const SHARES = { cut: 0.46, dissolve: 0.18, fade: 0.11, wipe: 0.11, slide: 0.14 } as const;

export const CUT: TransitionStyle = { kind: 'cut', seconds: 0, blend: (out, _outgoing, incoming) => out.set(incoming) };

export function createTransition(random: RandomSource): TransitionStyle {
  const kind = random.weighted(SHARES);
  const seconds = random.logBetween(0.25, 1.7);
  if (kind === 'cut') return CUT;
  if (kind === 'dissolve') return { kind, seconds, blend: mixed(random.chance(0.3) ? smooth : (p) => p) };
  if (kind === 'fade') return { kind, seconds: Math.max(0.4, seconds), blend: faded(random) };
  if (kind === 'slide') return { kind: 'wipe', seconds, blend: slid(random) };
  return { kind, seconds, blend: wiped(random) };
}

const smooth = (p: number): number => p * p * (3 - 2 * p);

const mixed =
  (curve: (progress: number) => number): TransitionStyle['blend'] =>
  (out, outgoing, incoming, progress) => {
    const weight = curve(progress);
    for (let i = 0; i < CANVAS_BYTES; i++) out[i] = outgoing[i] + weight * (incoming[i] - outgoing[i]) + 0.5;
  };

function faded(random: RandomSource): TransitionStyle['blend'] {
  const color = random.chance(0.62) ? random.integer(0, 12) : random.integer(240, 255);
  const hold = random.chance(0.4) ? 0 : random.between(0.02, 0.5);
  const middle = random.between(0.4, 0.6);
  const holdStart = middle * (1 - hold);
  const holdEnd = holdStart + hold;
  return (out, outgoing, incoming, progress) => {
    const shown = progress < holdEnd ? outgoing : incoming;
    const weight =
      progress < holdStart ? 1 - progress / holdStart : progress < holdEnd ? 0 : (progress - holdEnd) / (1 - holdEnd);
    for (let i = 0; i < CANVAS_BYTES; i++) out[i] = color + weight * (shown[i] - color) + 0.5;
  };
}

/** One picture pushes the other out, covers it, or moves away from above it. */
function slid(random: RandomSource): TransitionStyle['blend'] {
  const style = random.weighted({ push: 0.7, cover: 0.2, uncover: 0.1 });
  const horizontal = random.chance(0.6);
  const sign = random.chance(0.5) ? 1 : -1;
  const curve = random.chance(0.4) ? smooth : (p: number) => p;
  const length = horizontal ? CANVAS.width : CANVAS.height;
  return (out, outgoing, incoming, progress) => {
    const shift = Math.round(curve(progress) * length);
    for (let y = 0; y < CANVAS.height; y++) {
      for (let x = 0; x < CANVAS.width; x++) {
        const along = horizontal ? x : y;
        // Position along the way of travel: the incoming picture has come in over the first `shift` pixels.
        const travelled = sign > 0 ? along : length - 1 - along;
        const isNew = travelled < shift;
        const source = isNew ? incoming : outgoing;
        const moves = isNew ? style !== 'uncover' : style !== 'cover';
        const from = moves ? travelled + (isNew ? length - shift : -shift) : travelled;
        const place = sign > 0 ? from : length - 1 - from;
        const at = (horizontal ? y * CANVAS.width + place : place * CANVAS.width + x) * 3;
        const to = (y * CANVAS.width + x) * 3;
        out[to] = source[at];
        out[to + 1] = source[at + 1];
        out[to + 2] = source[at + 2];
      }
    }
  };
}

/** A border, hard or soft, moves over the picture: straight, slanting, as a circle, from the middle, in blinds. */
function wiped(random: RandomSource): TransitionStyle['blend'] {
  const shape = random.weighted({ horizontal: 5, vertical: 4, slanting: 1, circle: 1, barn: 1, blinds: 0.5 });
  const softness = random.chance(0.6) ? 0.004 : random.between(0.02, 0.2);
  const reversed = random.chance(0.5);
  const slope = random.between(-1, 1);
  const order = (x: number, y: number): number => {
    if (shape === 'horizontal') return x;
    if (shape === 'vertical') return y;
    if (shape === 'slanting') return (x + slope * y - Math.min(0, slope)) / (1 + Math.abs(slope));
    if (shape === 'circle') return Math.hypot(x - 0.5, y - 0.5) / Math.SQRT1_2;
    if (shape === 'barn') return Math.abs(x - 0.5) * 2;
    return (x * 5) % 1;
  };
  const map = Float32Array.from({ length: CANVAS.width * CANVAS.height }, (_, i) => {
    const place = order(
      ((i % CANVAS.width) + 0.5) / CANVAS.width,
      (Math.floor(i / CANVAS.width) + 0.5) / CANVAS.height,
    );
    return reversed ? 1 - place : place;
  });
  return (out, outgoing, incoming, progress) => {
    const edge = progress * (1 + softness);
    for (let p = 0; p < map.length; p++) {
      const weight = Math.min(1, Math.max(0, (edge - map[p]) / softness));
      for (let i = 3 * p; i < 3 * p + 3; i++) out[i] = outgoing[i] + weight * (incoming[i] - outgoing[i]) + 0.5;
    }
  };
}
