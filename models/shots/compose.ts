import { createCard } from './card.ts';
import { createEffect, type Effect } from './effects.ts';
import type { Footage } from './footage.ts';
import { createOverlay } from './overlay.ts';
import { createRandomSource, type RandomSource } from './random.ts';
import { CANVAS, CANVAS_BYTES, createShotSource, type ShotSource } from './shot-source.ts';
import { CUT, createTransition, type Kind, type TransitionStyle } from './transitions.ts';

export interface TrueTransition {
  readonly kind: Kind;
  /** Last frame of only the outgoing shot. */
  readonly startFrame: number;
  /** First frame of only the incoming shot. */
  readonly endFrame: number;
}

export interface SyntheticVideo {
  readonly framesPerSecond: number;
  /** RGB24, CANVAS.width x CANVAS.height, one after the other. */
  readonly pictures: Buffer;
  readonly transitions: readonly TrueTransition[];
}

/** Frame rates that video comes in, the common ones more often. */
const FRAME_RATES = [12, 15, 24, 24, 24, 25, 25, 25, 30, 30, 30, 30, 48, 50, 60, 60];
/** How films are cut: shots from a few to many, how long they last (seconds), how often what leads into one is a cut. */
interface Pace {
  readonly shots: readonly [number, number];
  readonly holdSeconds: readonly [number, number];
  readonly cuts: number;
}
const PACES: Readonly<Record<'slow' | 'fast', Pace>> = {
  slow: { shots: [4, 14], holdSeconds: [0.5, 8], cuts: 0 },
  fast: { shots: [10, 30], holdSeconds: [0.12, 1.6], cuts: 0.85 },
};
/** Mean RGB difference (of 255) below which the eye would hardly call it a new shot; in a dark film less is seen. */
const MIN_CHANGE = 10;
const MIN_DARK_CHANGE = 3;

const GRAINS = 50_021;

interface PlacedShot {
  readonly footage: Footage;
  /** The same shot with some seconds left out. */
  readonly create: (skip: number) => ShotSource;
  readonly source: ShotSource;
  readonly frame: (out: Uint8Array) => void;
  readonly startSeconds: number;
  readonly effects: readonly { readonly effect: Effect; readonly at: number }[];
}

/** Composes a video of several shots with known transitions and misleading effects between them. */
export function composeVideo(seed: number, clips: readonly Footage[], stills: readonly Footage[]): SyntheticVideo {
  const random = createRandomSource(seed);
  const framesPerSecond = random.pick(FRAME_RATES);
  const effectRate = random.pick([0, 0.5, 0.8, 0.95]);
  const frameAll = createLetterbox(random, 0.25);
  const noise = random.chance(0.4) ? random.between(1, 10) : 0;
  // Drawn once, and begun anywhere for each picture.
  const grains = Float32Array.from({ length: GRAINS }, () => noise * (random.between(-1, 1) + random.between(-1, 1)));
  const pictures: Buffer[] = [];
  const transitions: TrueTransition[] = [];
  const previous = new Uint8Array(CANVAS_BYTES);
  const next = new Uint8Array(CANVAS_BYTES);
  const mixture = new Uint8Array(CANVAS_BYTES);
  let repertoire: Footage[] = [];

  const emit = (picture: Uint8Array) => {
    const out = Buffer.from(picture);
    overlay(out);
    frameAll(out);
    if (noise > 0) {
      let at = random.integer(0, grains.length - 1);
      for (let i = 0; i < CANVAS_BYTES; i++) {
        out[i] = Math.min(255, Math.max(0, out[i] + grains[at]));
        at = at + 1 === grains.length ? 0 : at + 1;
      }
    }
    pictures.push(out);
  };
  const draw = (out: Uint8Array, shot: PlacedShot) => drawShot(out, shot, pictures.length / framesPerSecond);

  const pace = PACES[random.weighted({ slow: 0.6, fast: 0.4 })];
  const isDark = random.chance(0.22);
  const brightness = isDark ? random.between(0.15, 0.5) : 1;
  const overlay = createOverlay(random, stills);
  const shotCount = random.integer(...pace.shots);
  let current: PlacedShot | null = null;
  let style: TransitionStyle | null = null;
  for (let index = 0; index < shotCount; index++) {
    const holdSeconds = random.logBetween(...pace.holdSeconds);
    // Shots of one scene: the same footage again, from another place, time or distance.
    if (repertoire.length === 0 || random.chance(0.6))
      repertoire = [...repertoire.slice(-1), pickFootage(clips, stills, random)];
    const footage = random.pick(repertoire);
    // A jump: the same shot goes on a little later, as in vlogs.
    const jumps: boolean = style?.kind === 'cut' && current !== null && random.chance(0.12);
    let shot = jumps && current ? jumpAhead(current) : placeShot(footage);
    // A fade out to black and a cut to it would be two truths for one thing.
    if (style && (shot.footage.card === 'flat' || current?.footage.card === 'flat')) style = CUT;
    if (current && style) {
      draw(previous, current);
      draw(next, shot);
      for (
        let tries = 0;
        meanChange(previous, next) < (isDark || jumps ? MIN_DARK_CHANGE : MIN_CHANGE) && tries < 8;
        tries++
      ) {
        shot = placeShot(pickFootage(clips, stills, random));
        draw(next, shot);
      }
      if (shot.footage.card === 'flat') style = CUT;
      const frames = Math.max(style.kind === 'cut' ? 1 : 3, Math.round(style.seconds * framesPerSecond));
      const startFrame = pictures.length - 1;
      for (let k = 1; k < frames; k++) {
        draw(previous, current);
        draw(next, shot);
        style.blend(mixture, previous, next, k / frames);
        emit(mixture);
      }
      transitions.push({ kind: style.kind, startFrame, endFrame: startFrame + frames });
    }
    const shotEffects = placeEffects(holdSeconds);
    const placed: PlacedShot = { ...shot, effects: shotEffects };
    for (let k = Math.max(1, Math.round(holdSeconds * framesPerSecond)); k > 0; k--) {
      draw(next, placed);
      emit(next);
    }
    // The camera stays where an effect left it while the next shot comes in.
    current = placed;
    style = random.chance(pace.cuts) ? CUT : createTransition(random);
  }
  return { framesPerSecond, pictures: Buffer.concat(pictures), transitions };

  function placeShot(footage: Footage): PlacedShot {
    const seed = random.integer(0, 2 ** 31 - 1);
    const create = (skip: number): ShotSource =>
      createShotSource(footage, stills, createRandomSource(seed), { skip, brightness });
    return {
      footage,
      create,
      source: create(0),
      frame: createLetterbox(random, 0.12),
      startSeconds: pictures.length / framesPerSecond,
      effects: [],
    };
  }

  function jumpAhead(shot: PlacedShot): PlacedShot {
    const startSeconds = pictures.length / framesPerSecond;
    const skip = startSeconds - shot.startSeconds + random.between(0.6, 4);
    return { ...shot, source: shot.create(skip), startSeconds, effects: [] };
  }

  /** Effects that end before the shot's last frames, so that none runs into a transition. */
  function placeEffects(holdSeconds: number): PlacedShot['effects'] {
    const margin = 6 / framesPerSecond + 0.1;
    const placed: { effect: Effect; at: number }[] = [];
    let at = pictures.length / framesPerSecond + margin + random.between(0, 1);
    const end = pictures.length / framesPerSecond + holdSeconds - margin;
    while (random.chance(effectRate)) {
      const effect = createEffect(random, framesPerSecond, stills);
      if (at + effect.seconds > end) break;
      placed.push({ effect, at: Math.round(at * framesPerSecond) / framesPerSecond });
      if (effect.stays) break;
      at += effect.seconds + random.between(0.3, 1.5);
    }
    return placed;
  }
}

function drawShot(out: Uint8Array, shot: PlacedShot, seconds: number): void {
  // Times are whole frames; a millisecond covers the rounding.
  const active = shot.effects.find(
    ({ effect, at }) => seconds > at - 0.001 && (effect.stays || seconds < at + effect.seconds - 0.001),
  );
  const into = active ? Math.max(0, seconds - active.at) : 0;
  const delay = active?.effect.delay?.(into) ?? 0;
  const offset = active?.effect.camera?.(into) ?? { x: 0, y: 0, zoom: 1, blur: 0 };
  shot.source.draw(out, seconds - shot.startSeconds - delay, offset);
  active?.effect.paint?.(out, into);
  shot.frame(out);
}

/** How often a shot is a title card or nothing but black. */
const CARD_SHARE = 0.13;

const pickFootage = (clips: readonly Footage[], stills: readonly Footage[], random: RandomSource): Footage => {
  if (random.chance(CARD_SHARE)) return createCard(random);
  return random.chance(0.55) && clips.length > 0 ? random.pick(clips) : random.pick(stills);
};

function meanChange(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < CANVAS_BYTES; i++) sum += Math.abs(a[i] - b[i]);
  return sum / CANVAS_BYTES;
}

/** Black bars above and below or at the sides, or none. */
function createLetterbox(random: RandomSource, probability: number): (out: Uint8Array) => void {
  if (!random.chance(probability)) return () => {};
  const upright = random.chance(0.5);
  const share = upright ? random.between(0.08, 0.34) : random.between(0.06, 0.16);
  const edgeX = upright ? Math.round(share * CANVAS.width) : 0;
  const edgeY = upright ? 0 : Math.round(share * CANVAS.height);
  return (out) => {
    for (let y = 0; y < CANVAS.height; y++) {
      const whole = y < edgeY || y >= CANVAS.height - edgeY;
      const row = y * CANVAS.width * 3;
      if (whole) out.fill(0, row, row + CANVAS.width * 3);
      else if (edgeX) {
        out.fill(0, row, row + edgeX * 3);
        out.fill(0, row + (CANVAS.width - edgeX) * 3, row + CANVAS.width * 3);
      }
    }
  };
}
