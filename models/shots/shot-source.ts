import { type Footage, SOURCE } from './footage.ts';
import type { RandomSource } from './random.ts';

/** Size of a synthetic video's pictures. */
export const CANVAS = { width: 128, height: 72 } as const;
export const CANVAS_BYTES = CANVAS.width * CANVAS.height * 3;

/** What a camera effect adds for a while: shift in picture widths, zoom factor, roll, motion blur in picture widths. */
export interface CameraOffset {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly blur: number;
}

/** A shot that can be drawn at any time of it. */
export interface ShotSource {
  draw(out: Uint8Array, seconds: number, offset: CameraOffset): void;
}

/** Folds any number into [0, 1], to and fro. */
const fold = (value: number): number => {
  const rest = ((value % 2) + 2) % 2;
  return rest > 1 ? 2 - rest : rest;
};

/**
 * A shot of a clip or a still: cropped, moved over, graded, now and then with things moving through it. `skip`: seconds of
 * it left out at its start, for a jump within one shot; `brightness`: what its pictures are multiplied by.
 */
export function createShotSource(
  footage: Footage,
  stills: readonly Footage[],
  random: RandomSource,
  { skip = 0, brightness = 1 }: { skip?: number; brightness?: number } = {},
): ShotSource {
  const card = footage.card !== undefined;
  const still = footage.frames.length === 1;
  const baseZoom = card ? 1 : still ? random.between(1.15, 2.2) : random.between(1, 1.5);
  const mirror = random.chance(0.5);
  const startX = random.between(0, 1);
  const startY = random.between(0, 1);
  const moving = card ? 0.1 : still ? 0.85 : 0.25;
  const speed = random.chance(moving) ? random.logBetween(0.01, 0.5) : 0;
  const angle = random.between(0, 2 * Math.PI);
  const zoomRate = random.chance(moving * 0.6) ? random.between(-0.15, 0.15) : 0;
  const shakeSize = !card && random.chance(0.4) ? random.logBetween(0.002, 0.02) : 0;
  const shakePhase = random.between(0, 100);
  const start = random.between(0, 1);
  const playbackRate = random.pick([10, 12, 15, 24, 25, 25, 30, 30, 30, 50]);
  const grade = createGrade(random, brightness);
  const sprites = random.chance(card ? 0 : still ? 0.7 : 0.15)
    ? Array.from({ length: random.integer(1, 3) }, () => createSprite(random.pick(stills), random))
    : [];

  return {
    draw(out, seconds, offset) {
      const zoom = Math.max(1, baseZoom * (1 + zoomRate * Math.sin(seconds)) * offset.zoom);
      const shakeX = shakeSize * (Math.sin(7.1 * seconds + shakePhase) + Math.sin(17.3 * seconds));
      const shakeY = shakeSize * (Math.sin(8.7 * seconds + shakePhase) + Math.sin(13.9 * seconds));
      const room = Math.max(0.05, 1 - 1 / zoom);
      const x = fold(startX + (Math.cos(angle) * speed * seconds + shakeX + offset.x) / room);
      const y = fold(startY + (Math.sin(angle) * speed * seconds + shakeY + offset.y) / room);
      const frame =
        footage.frames[
          Math.round(
            fold(start + ((seconds + skip) * playbackRate) / footage.frames.length) * (footage.frames.length - 1),
          )
        ];
      drawCrop(out, frame, { x: x * (1 - 1 / zoom), y: y * (1 - 1 / zoom), size: 1 / zoom, mirror });
      for (const sprite of sprites) sprite(out, seconds);
      if (offset.blur > 0) blurSideways(out, Math.round(offset.blur * CANVAS.width));
      grade(out);
    },
  };
}

function drawCrop(
  out: Uint8Array,
  frame: Uint8Array,
  crop: { x: number; y: number; size: number; mirror: boolean },
): void {
  let at = 0;
  for (let row = 0; row < CANVAS.height; row++) {
    const fy = Math.min(
      SOURCE.height - 1.001,
      Math.max(0, (crop.y + (crop.size * (row + 0.5)) / CANVAS.height) * SOURCE.height - 0.5),
    );
    const y = Math.floor(fy);
    const wy = fy - y;
    for (let column = 0; column < CANVAS.width; column++) {
      const along = crop.mirror ? CANVAS.width - 1 - column : column;
      const fx = Math.min(
        SOURCE.width - 1.001,
        Math.max(0, (crop.x + (crop.size * (along + 0.5)) / CANVAS.width) * SOURCE.width - 0.5),
      );
      const x = Math.floor(fx);
      const wx = fx - x;
      const i = (y * SOURCE.width + x) * 3;
      const j = i + SOURCE.width * 3;
      for (let c = 0; c < 3; c++) {
        const top = frame[i + c] + wx * (frame[i + 3 + c] - frame[i + c]);
        const bottom = frame[j + c] + wx * (frame[j + 3 + c] - frame[j + c]);
        out[at++] = top + wy * (bottom - top) + 0.5;
      }
    }
  }
}

function blurSideways(out: Uint8Array, reach: number): void {
  if (reach < 1) return;
  const line = new Uint8Array(CANVAS.width * 3);
  for (let row = 0; row < CANVAS.height; row++) {
    const base = row * CANVAS.width * 3;
    line.set(out.subarray(base, base + CANVAS.width * 3));
    for (let x = 0; x < CANVAS.width; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = -reach; k <= reach; k++) sum += line[Math.min(CANVAS.width - 1, Math.max(0, x + k)) * 3 + c];
        out[base + x * 3 + c] = sum / (2 * reach + 1);
      }
    }
  }
}

/** A part of another picture that moves about: a head, a car, a ball. */
function createSprite(footage: Footage, random: RandomSource): (out: Uint8Array, seconds: number) => void {
  const frame = footage.frames[0];
  const radiusX = random.logBetween(5, 32);
  const radiusY = random.logBetween(6, 36);
  const fromX = random.between(radiusX, SOURCE.width - radiusX);
  const fromY = random.between(Math.min(radiusY, 44), SOURCE.height - Math.min(radiusY, 44));
  const startX = random.between(0, 1);
  const startY = random.between(0, 1);
  const speedX = random.chance(0.7) ? random.logBetween(0.03, 1.5) * (random.chance(0.5) ? 1 : -1) : 0;
  const speedY = random.chance(0.3) ? random.logBetween(0.03, 0.7) : 0;
  const wiggle = random.chance(0.5) ? random.between(0.01, 0.08) : 0;
  const rhythm = random.between(2, 12);
  return (out, seconds) => {
    // The path is longer than the picture, so that things also enter and leave.
    const cx = (fold(startX + speedX * seconds + wiggle * Math.sin(rhythm * seconds)) * 1.6 - 0.3) * CANVAS.width;
    const cy = (fold(startY + speedY * seconds + wiggle * Math.cos(rhythm * seconds)) * 1.2 - 0.1) * CANVAS.height;
    const top = Math.max(0, Math.ceil(cy - radiusY));
    const bottom = Math.min(CANVAS.height - 1, Math.floor(cy + radiusY));
    const left = Math.max(0, Math.ceil(cx - radiusX));
    const right = Math.min(CANVAS.width - 1, Math.floor(cx + radiusX));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const inside = 1 - ((x - cx) / radiusX) ** 2 - ((y - cy) / radiusY) ** 2;
        if (inside <= 0) continue;
        const weight = Math.min(1, inside * 5);
        const sx = Math.min(SOURCE.width - 1, Math.max(0, Math.round(fromX + x - cx)));
        const sy = Math.min(SOURCE.height - 1, Math.max(0, Math.round(fromY + y - cy)));
        for (let c = 0; c < 3; c++) {
          const at = (y * CANVAS.width + x) * 3 + c;
          out[at] += weight * (frame[(sy * SOURCE.width + sx) * 3 + c] - out[at]);
        }
      }
    }
  };
}

/** Brightness, contrast, saturation and tint of a shot; some are dark, grey or drawn in a few flat tones. */
function createGrade(random: RandomSource, brightness: number): (out: Uint8Array) => void {
  const gain = brightness * (random.chance(0.15) ? random.between(0.12, 0.4) : random.between(0.75, 1.2));
  const gamma = random.between(0.8, 1.3);
  const saturation = random.chance(0.08) ? 0 : random.between(0.6, 1.3);
  const levels = random.chance(0.08) ? random.integer(3, 6) : 0;
  const tint = [random.between(0.92, 1.08), random.between(0.95, 1.05), random.between(0.92, 1.08)];
  const tables = tint.map((t) =>
    Uint8Array.from({ length: 256 }, (_, v) => {
      const value = 255 * Math.min(1, gain * t * (v / 255) ** gamma);
      return levels ? (Math.round((value / 255) * levels) / levels) * 255 : value;
    }),
  );
  return (out) => {
    for (let i = 0; i < CANVAS_BYTES; i += 3) {
      const luma = 0.299 * out[i] + 0.587 * out[i + 1] + 0.114 * out[i + 2];
      for (let c = 0; c < 3; c++) {
        out[i + c] = tables[c][Math.min(255, Math.max(0, Math.round(luma + saturation * (out[i + c] - luma))))];
      }
    }
  };
}
