import { type Canvas, type Color, mixColors, paintCanvas, scaleColor } from './canvas.ts';
import { createFractal, type Noise, rise } from './noise.ts';

/** The camera sees a part of each painting, so that it can move. */
const PAINTING = { width: 640, height: 360 } as const;

type Paint = (x: number, y: number) => Color;
const paint = (colorAt: Paint): Canvas => paintCanvas(PAINTING.width, PAINTING.height, colorAt);

interface Sky {
  readonly seed: number;
  readonly horizon: number;
  readonly zenith: Color;
  readonly haze: Color;
  readonly cloud: Color;
  readonly shadow: Color;
  /** How much of the sky clouds cover, 0..1. */
  readonly cover: number;
  /** Where the sun stands, and its colour; null: out of the picture. */
  readonly sun: { readonly x: number; readonly y: number; readonly color: Color } | null;
}

/** A sky with clouds that lie flatter and closer the nearer the horizon they are. */
function createSky({ seed, horizon, zenith, haze, cloud, shadow, cover, sun }: Sky): Paint {
  const clouds = createFractal(seed, 6);
  return (x, y) => {
    const up = Math.max(0.02, horizon - y);
    const ground = mixColors(haze, zenith, rise(-0.1, horizon, up) ** 0.8);
    const far = 0.35 / (up + 0.14);
    const [u, v] = [(x - 0.9) * far * 3 + 40, far * 5];
    const density = clouds(u, v);
    const thickness = rise(0.62 - 0.32 * cover, 0.86 - 0.3 * cover, density);
    const lit = 0.5 + 2.2 * (density - clouds(u - 0.13, v + 0.16));
    let color = mixColors(ground, mixColors(shadow, cloud, Math.min(1, Math.max(0, lit))), 0.92 * thickness);
    if (sun) {
      const distance = Math.hypot(x - sun.x, y - sun.y);
      color = mixColors(color, sun.color, 0.85 * Math.exp(-distance * 5) * (1 - 0.4 * thickness));
      color = mixColors(color, [255, 250, 226], 1 - rise(0.035, 0.05, distance));
    }
    return mixColors(color, haze, 0.75 * (1 - rise(0, 0.2, up)));
  };
}

/** Water under a sky: it mirrors the sky the flatter one looks over it. */
function createWater(seed: number, horizon: number, sky: Paint, deep: Color, glitterX: number | null): Paint {
  const waves = createFractal(seed, 5);
  return (x, y) => {
    const depth = (y - horizon) / (1 - horizon);
    const near = 1 / (depth + 0.035);
    const [u, v] = [(x - 0.9) * near * 3.5 + 60, near * 9];
    const height = waves(u, v);
    const slope = (waves(u, v + 0.12) - height) * 3;
    const mirrored = sky(x + 0.06 * slope, Math.max(0.01, horizon - 0.6 * (y - horizon) - 0.06 - 0.12 * slope));
    const share = Math.min(0.9, Math.max(0.08, 0.75 - 0.62 * depth ** 0.4 + 0.55 * slope));
    let color = mixColors(scaleColor(deep, 0.75 + 0.6 * height), mirrored, share);
    if (glitterX !== null) {
      const path = Math.exp(-(((x - glitterX) / (0.05 + 0.16 * depth)) ** 2));
      color = mixColors(color, [255, 236, 196], path * rise(0.02, 0.22, slope + 0.08));
    }
    return color;
  };
}

/** A line of hills: its height at each place, in picture heights from the top. */
const createRidge = (seed: number, base: number, height: number, scale: number): ((x: number) => number) => {
  const noise = createFractal(seed, 7);
  return (x) => base - height * (noise(x * scale + 3, 0.5) - 0.5) * 2;
};

function paintBeach(seed: number, horizon: number, shore: number): Canvas {
  const sky = createSky({
    ...{
      seed,
      horizon,
      zenith: [58, 118, 196],
      haze: [196, 216, 232],
      cloud: [252, 252, 252],
      shadow: [176, 188, 204],
    },
    ...{ cover: 0.42, sun: null },
  });
  const water = createWater(seed + 1, horizon, sky, [18, 92, 116], null);
  const headland = createRidge(seed + 2, horizon - 0.015, 0.09, 1.1);
  const bush = createFractal(seed + 3, 6);
  const foam = createFractal(seed + 4, 6);
  const sand = createFractal(seed + 5, 6);
  return paint((x, y) => {
    if (y < horizon) {
      const top = headland(x) + 0.1 * rise(0.5, 1.2, x);
      if (y < top) return sky(x, y);
      const leaves = scaleColor(
        mixColors([52, 76, 48], [122, 124, 92], bush(x * 34, y * 60)),
        0.7 + 0.5 * bush(x * 9, y * 14),
      );
      return mixColors(leaves, [170, 190, 206], 0.42);
    }
    const edge = shore + 0.07 * (foam(x * 2.2, 0.3) - 0.5) + 0.02 * foam(x * 9, 1.7);
    const beach = y - edge;
    const grain = 0.86 + 0.3 * (sand(x * 60, y * 110) - 0.5) + 0.22 * (sand(x * 4, y * 14) - 0.5);
    const wet = 1 - rise(0, 0.09, beach);
    const dry = scaleColor(mixColors([214, 190, 150], [122, 104, 82], wet), grain);
    // Surf breaks in lines along the shore, torn by noise.
    const lines = Math.max(
      ...[0, 0.055, 0.13, 0.2].map((back, i) => {
        const distance = y - (edge - back + 0.02 * (foam(x * 3 + 9 * i, 4) - 0.5));
        const width = 0.016 / (1 + 0.7 * i);
        return Math.exp(-((distance / width) ** 2)) * rise(0.36 + 0.05 * i, 0.62, foam(x * 12 + i, y * 30));
      }),
    );
    const shallow = mixColors(water(x, y), [120, 186, 176], 0.55 * rise(-0.3, 0, beach));
    return mixColors(mixColors(shallow, dry, rise(-0.004, 0.01, beach)), [248, 250, 250], lines);
  });
}

function paintSunset(seed: number, horizon: number, sunX: number): Canvas {
  const sky = createSky({
    ...{ seed, horizon, zenith: [48, 52, 104], haze: [252, 164, 84], cloud: [250, 150, 96], shadow: [108, 66, 96] },
    ...{ cover: 0.5, sun: { x: sunX, y: horizon - 0.06, color: [255, 206, 120] } },
  });
  const water = createWater(seed + 1, horizon, sky, [44, 30, 48], sunX);
  const far = createRidge(seed + 2, horizon - 0.02, 0.09, 1.3);
  const near = createRidge(seed + 3, horizon + 0.01, 0.1, 2.2);
  const trees = createFractal(seed + 4, 6);
  return paint((x, y) => {
    if (y >= horizon) return water(x, y);
    if (y > near(x) - 0.02 * trees(x * 40, 0) + 0.12 * (1 - rise(0.1, 0.7, Math.abs(x - sunX)))) return [26, 18, 26];
    if (y > far(x) + 0.06 * (1 - rise(0, 0.4, Math.abs(x - sunX))))
      return mixColors([96, 52, 66], [226, 128, 80], 0.5 * trees(x * 6, y * 9));
    return sky(x, y);
  });
}

interface Range {
  readonly ridge: (x: number) => number;
  readonly rock: Noise;
  readonly distance: number;
}

function paintMountains(seed: number, scale: number, forest: number): Canvas {
  const sky = createSky({
    ...{
      seed,
      horizon: 0.62,
      zenith: [72, 124, 190],
      haze: [206, 220, 234],
      cloud: [250, 250, 252],
      shadow: [178, 188, 204],
    },
    ...{ cover: 0.36, sun: null },
  });
  const ranges: Range[] = [0.62, 0.34, 0.08].map((distance, i) => ({
    ridge: createRidge(seed + 10 + i, 0.3 + 0.13 * i, 0.26 - 0.05 * i, (1.5 + 0.4 * i) * scale),
    rock: createFractal(seed + 20 + i, 7),
    distance,
  }));
  const crowns = createFractal(seed + 30, 5);
  const woods = createFractal(seed + 31, 6);
  /** Crowns of firs, one beside the other: how far down from the tips a place lies. */
  const fir = (x: number, y: number, size: number, row: number): number => {
    const column = Math.floor(x / size);
    let deepest = -1;
    for (let k = column - 1; k <= column + 1; k++) {
      const middle = (k + 0.2 + 0.6 * crowns(k * 7.7, row)) * size;
      const tip = row + size * (0.9 * crowns(k * 3.1 + 50, row) - 0.4);
      const down = y - tip;
      const half = 0.3 * down * (1 + 0.5 * (crowns(x * 240, y * 240) - 0.5)) + 0.002;
      if (down > 0 && Math.abs(x - middle) < half) deepest = Math.max(deepest, down / size);
    }
    return deepest;
  };
  return paint((x, y) => {
    for (const [i, size] of [0.26, 0.17, 0.1].entries()) {
      const row = forest + 0.24 - 0.14 * i + 0.05 * (woods(x * 2, i) - 0.5);
      const down = fir(x + 0.37 * i, y, size * scale ** 0.6, row);
      if (down < 0) continue;
      const light = 0.5 + 1.1 * (crowns(x * 120, y * 160) - 0.3);
      const snowy = rise(0.56, 0.78, crowns(x * 46, y * 74)) * 0.55;
      return mixColors(mixColors(scaleColor([34, 54, 44], light), [222, 228, 236], snowy), [168, 186, 204], 0.12 * i);
    }
    for (let i = ranges.length - 1; i >= 0; i--) {
      const { ridge, rock, distance } = ranges[i]!;
      const down = y - ridge(x);
      if (down < 0) continue;
      const [u, v] = [x * 5 * scale, y * 7 * scale];
      const height = rock(u + 0.6 * down * 8, v);
      const slope = (height - rock(u + 0.6 * down * 8 - 0.09, v - 0.05)) * 4;
      const snow = rise(-0.02, 0.24, height - 0.36 + 0.2 * (0.4 - down) + 0.5 * slope);
      const light = 0.66 + 0.6 * slope + 0.12 * (height - 0.5);
      const stone = scaleColor([112, 108, 112], 0.6 + 0.9 * (light - 0.3));
      const white = mixColors([120, 142, 184], [255, 253, 250], Math.min(1, Math.max(0, light)));
      return mixColors(mixColors(stone, white, snow), [188, 206, 226], distance * 0.8);
    }
    return sky(x, y);
  });
}

/** Three places, each seen twice: the paintings that the demo's camera moves over. */
export const paintLandscapes = (): Canvas[] => [
  paintBeach(11, 0.5, 0.86),
  paintBeach(12, 0.36, 0.84),
  paintSunset(21, 0.66, 0.95),
  paintSunset(22, 0.74, 0.7),
  paintMountains(31, 0.8, 0.78),
  paintMountains(32, 0.7, 0.7),
];
