import { type Footage, SOURCE } from './footage.ts';
import type { RandomSource } from './random.ts';
import { CANVAS, CANVAS_BYTES, type CameraOffset } from './shot-source.ts';

type Paint = (picture: Uint8Array, seconds: number) => void;

/** Something inside a shot that must not be taken for a change of shot. Times are seconds into the effect. */
export interface Effect {
  readonly seconds: number;
  /** Whether the camera stays where the effect left it, to the end of the shot. */
  readonly stays?: boolean;
  /** Moves the camera. */
  readonly camera?: (seconds: number) => CameraOffset;
  /** Changes the drawn picture. */
  readonly paint?: Paint;
  /** Shows an earlier time of the shot: how many seconds to go back. */
  readonly delay?: (seconds: number) => number;
}

const STILL_CAMERA: CameraOffset = { x: 0, y: 0, zoom: 1, blur: 0 };

type Maker = (random: RandomSource, framesPerSecond: number, stills: readonly Footage[]) => Effect;

const makers: Readonly<Record<string, Maker>> = {
  flash: (random, framesPerSecond) => {
    const frames = random.integer(1, 3);
    return {
      seconds: frames / framesPerSecond,
      paint: toward(random.chance(0.85) ? 255 : 0, () => random.between(0.5, 1)),
    };
  },
  doubleFlash: (random, framesPerSecond) => {
    const on = random.integer(1, 3);
    const gap = random.integer(2, 7);
    const strength = random.between(0.5, 1);
    return {
      seconds: (2 * on + gap) / framesPerSecond,
      paint: toward(random.chance(0.85) ? 255 : 0, (t) => {
        const frame = Math.round(t * framesPerSecond);
        return frame < on || frame >= on + gap ? strength : 0;
      }),
    };
  },
  fadingFlash: (random) => {
    const seconds = random.between(0.15, 0.6);
    const strength = random.between(0.5, 1);
    return { seconds, paint: toward(255, (t) => strength * (1 - t / seconds) ** 2) };
  },
  pulse: (random) => {
    const seconds = random.between(0.25, 1.2);
    const depth = random.chance(0.6) ? -random.between(0.4, 0.85) : random.between(0.3, 1.2);
    return { seconds, paint: gained((t) => 1 + depth * Math.sin((Math.PI * t) / seconds)) };
  },
  step: (random) => {
    const seconds = random.between(0.5, 2.5);
    const gain = random.chance(0.5) ? random.between(0.35, 0.75) : random.between(1.3, 1.9);
    const ramp = random.between(0.001, 0.3);
    return { seconds, paint: gained((t) => 1 + (gain - 1) * Math.min(1, t / ramp, (seconds - t) / ramp)) };
  },
  strobe: (random, framesPerSecond) => {
    const seconds = random.between(0.3, 2);
    const period = random.integer(1, 4);
    const color = random.pick([0, 255]);
    const strength = random.between(0.5, 1);
    return { seconds, paint: toward(color, (t) => (Math.floor((t * framesPerSecond) / period) % 2 ? strength : 0)) };
  },
  tint: (random) => {
    const seconds = random.between(0.2, 1.5);
    const gains = [random.between(0.4, 1.4), random.between(0.4, 1.4), random.between(0.4, 1.4)];
    return { seconds, paint: (out) => scaleChannels(out, gains) };
  },
  whip: (random) => {
    const seconds = random.between(0.3, 0.9);
    const reach = random.between(0.25, 1.2) * (random.chance(0.5) ? 1 : -1);
    const upright = random.chance(0.3);
    const zoom = random.between(1.1, 1.6);
    const blur = random.between(0, 0.08);
    const jumps = random.chance(0.5);
    return {
      seconds,
      camera: (t) => {
        const way = reach * Math.sin((2 * Math.PI * t) / seconds) * 0.5;
        const enter = jumps ? 1 : Math.min(1, (t * 8) / seconds, ((seconds - t) * 8) / seconds);
        const speed = Math.abs(Math.cos((2 * Math.PI * t) / seconds));
        return {
          x: upright ? 0 : way,
          y: upright ? way : 0,
          zoom: 1 + (zoom - 1) * enter,
          blur: upright ? 0 : blur * speed,
        };
      },
    };
  },
  zoom: (random) => {
    const seconds = random.between(0.3, 1.2);
    const factor = random.between(1.3, 2.2);
    return {
      seconds,
      camera: (t) => ({ ...STILL_CAMERA, zoom: 1 + (factor - 1) * Math.sin((Math.PI * t) / seconds) }),
    };
  },
  // Light over all the picture, then a ball of fire that grows and turns to smoke.
  explosion: (random, framesPerSecond) => {
    const seconds = random.between(0.4, 1.4);
    const flashSeconds = random.integer(1, 3) / framesPerSecond;
    const strength = random.between(0.6, 1);
    const center = { x: random.between(0.2, 0.8), y: random.between(0.2, 0.8) };
    const reach = random.between(0.4, 1.1);
    const flash = toward(255, () => strength);
    return {
      seconds,
      paint: (out, t) => {
        if (t < flashSeconds) flash(out, t);
        else paintFire(out, center, reach, strength, (t - flashSeconds) / (seconds - flashSeconds));
      },
    };
  },
  // A fast move of the camera that does not come back.
  dash: (random) => {
    const seconds = random.between(0.3, 1.5);
    const x = random.between(-0.6, 0.6);
    const y = random.between(-0.3, 0.3);
    const factor = random.chance(0.6) ? random.between(0.6, 2) : 1;
    return {
      seconds,
      stays: true,
      camera: (t) => {
        const way = Math.min(1, t / seconds);
        const eased = way * way * (3 - 2 * way);
        return { x: x * eased, y: y * eased, zoom: 1 + (factor - 1) * eased, blur: 0 };
      },
    };
  },
  shake: (random) => {
    const seconds = random.between(0.3, 1.5);
    const size = random.between(0.02, 0.12);
    const rhythm = random.between(20, 60);
    return {
      seconds,
      camera: (t) => ({
        x: size * Math.sin(rhythm * t),
        y: size * Math.sin(rhythm * 1.37 * t + 1),
        zoom: 1.08,
        blur: 0,
      }),
    };
  },
  freeze: (random) => {
    const seconds = random.between(0.3, 1.5);
    return { seconds, delay: (t) => t };
  },
  occlusion: (random, _framesPerSecond, stills) => {
    const seconds = random.between(0.25, 1.2);
    const width = random.between(0.15, 1.3);
    const sign = random.chance(0.5) ? 1 : -1;
    const texture = random.chance(0.3) ? random.pick(stills).frames[0] : null;
    const dark = random.integer(5, 90);
    return {
      seconds,
      paint: (out, t) => paintBar(out, sign, -width + (1 + width) * (t / seconds), width, texture, dark),
    };
  },
  lowerThird: (random) => {
    const seconds = random.between(0.6, 3);
    const ramp = random.pick([0.001, 0.001, 0.2, 0.5]);
    const card = createCard(random);
    const opacity = random.between(0.6, 1);
    return { seconds, paint: (out, t) => card(out, opacity * Math.min(1, t / ramp, (seconds - t) / ramp)) };
  },
};

/** How often each effect is used, roughly as often as it misleads a detector. */
const SHARES = {
  flash: 2,
  doubleFlash: 2,
  fadingFlash: 1,
  pulse: 2.5,
  step: 3,
  strobe: 1,
  tint: 1,
  whip: 3,
  zoom: 2.5,
  explosion: 1.5,
  dash: 3,
  shake: 1.5,
  freeze: 1,
  occlusion: 3,
  lowerThird: 5,
} as const;

export function createEffect(random: RandomSource, framesPerSecond: number, stills: readonly Footage[]): Effect {
  return makers[random.weighted(SHARES)](random, framesPerSecond, stills);
}

const toward =
  (color: number, strength: (seconds: number) => number): Paint =>
  (out, t) => {
    const weight = strength(t);
    if (weight > 0) for (let i = 0; i < CANVAS_BYTES; i++) out[i] += weight * (color - out[i]);
  };

const gained =
  (gain: (seconds: number) => number): Paint =>
  (out, t) => {
    const g = gain(t);
    scaleChannels(out, [g, g, g]);
  };

function scaleChannels(out: Uint8Array, gains: readonly number[]): void {
  for (let i = 0; i < CANVAS_BYTES; i++) out[i] = Math.min(255, out[i] * gains[i % 3]);
}

/** From white-hot over orange to grey, and from the middle outwards, while it thins. */
function paintFire(
  out: Uint8Array,
  center: { x: number; y: number },
  reach: number,
  strength: number,
  progress: number,
): void {
  const smoke = Math.min(1, progress * 1.5);
  const color = [255 - 165 * smoke, 190 - 105 * smoke, 90 - 10 * smoke];
  const radius = reach * (0.35 + 0.65 * progress);
  for (let y = 0; y < CANVAS.height; y++) {
    for (let x = 0; x < CANVAS.width; x++) {
      const distance = Math.hypot(x / CANVAS.width - center.x, (y / CANVAS.height - center.y) * 0.6);
      const weight = strength * (1 - progress) * Math.max(0, 1 - (distance / radius) ** 2);
      if (weight <= 0) continue;
      for (let c = 0; c < 3; c++) {
        const at = (y * CANVAS.width + x) * 3 + c;
        out[at] += weight * (color[c] - out[at]);
      }
    }
  }
}

function paintBar(
  out: Uint8Array,
  sign: number,
  left: number,
  width: number,
  texture: Uint8Array | null,
  dark: number,
): void {
  for (let x = 0; x < CANVAS.width; x++) {
    const place = (sign > 0 ? x : CANVAS.width - 1 - x) / CANVAS.width - left;
    if (place < 0 || place > width) continue;
    const column = Math.min(SOURCE.width - 1, Math.floor((place / width) * SOURCE.width));
    for (let y = 0; y < CANVAS.height; y++) {
      for (let c = 0; c < 3; c++) {
        out[(y * CANVAS.width + x) * 3 + c] = texture ? texture[(y * SOURCE.width + column) * 3 + c] : dark;
      }
    }
  }
}

/** A box with lines of something like text, in the lower part or anywhere. */
function createCard(random: RandomSource): (out: Uint8Array, opacity: number) => void {
  const width = random.integer(30, CANVAS.width);
  const height = random.integer(6, 28);
  const left = random.integer(0, CANVAS.width - width);
  const top = random.chance(0.7)
    ? random.integer(44, CANVAS.height - height)
    : random.integer(0, CANVAS.height - height);
  const box = [random.integer(0, 255), random.integer(0, 255), random.integer(0, 255)];
  const ink = box[0] + box[1] + box[2] > 380 ? 10 : 245;
  const letters = Array.from({ length: width * height }, (_, i) => {
    const row = Math.floor(i / width);
    return row % 6 > 1 && row % 6 < 5 && random.chance(0.5);
  });
  return (out, opacity) => {
    for (let i = 0; i < width * height; i++) {
      const at = ((top + Math.floor(i / width)) * CANVAS.width + left + (i % width)) * 3;
      for (let c = 0; c < 3; c++) out[at + c] += opacity * ((letters[i] ? ink : box[c]) - out[at + c]);
    }
  };
}
