import { createRandom, type Random } from '../../src/core/math/random.ts';

const SIDE = 299;
export const FRAME_BYTES = SIDE * SIDE * 3;

/**
 * A made picture with the statistics of natural ones: the "dead leaves" model (Lee, Mumford and Huang, IJCV 2001).
 * Shapes of all sizes hide each other, as things do before a camera; each has its own colours, texture and shading.
 */
export function drawPicture(seed: number): Uint8Array {
  const random = createRandom(seed);
  const picture = new Float64Array(FRAME_BYTES);
  const palette = Array.from({ length: 3 + Math.floor(random() * 5) }, () => drawColour(random));
  fillRegion(picture, random, palette, EVERYWHERE);
  const leaves = 40 + Math.floor(random() * 160);
  for (let leaf = 0; leaf < leaves; leaf++) fillRegion(picture, random, palette, drawShape(random));
  return smooth(picture);
}

/** Frames one after the other, as a classifier takes them. */
export function drawPictures(seeds: readonly number[]): Uint8Array {
  const frames = new Uint8Array(seeds.length * FRAME_BYTES);
  for (const [i, seed] of seeds.entries()) frames.set(drawPicture(seed), i * FRAME_BYTES);
  return frames;
}

interface Shape {
  readonly holds: (x: number, y: number) => boolean;
  /** Pixels beyond this from the centre are outside. */
  readonly centreX: number;
  readonly centreY: number;
  readonly reach: number;
}

const EVERYWHERE: Shape = { holds: () => true, centreX: 0, centreY: 0, reach: SIDE };
type Colour = readonly [number, number, number];

const drawColour = (random: Random): Colour => {
  const grey = random() * 255;
  const tint = random() * 120;
  return [0, 1, 2].map(() => grey + (random() - 0.5) * tint) as unknown as Colour;
};

/** Sizes follow a cube law, which makes the picture look alike at every scale. */
function drawShape(random: Random): Shape {
  const radius = Math.min(SIDE / 2, 6 / Math.sqrt(random() + 0.002));
  const [centreX, centreY] = [random() * SIDE, random() * SIDE];
  const angle = random() * Math.PI;
  const [cos, sin, stretch] = [Math.cos(angle), Math.sin(angle), 0.3 + random() * 0.7];
  const corners = random() < 0.5;
  const holds = (x: number, y: number) => {
    const along = ((x - centreX) * cos + (y - centreY) * sin) / radius;
    const across = ((y - centreY) * cos - (x - centreX) * sin) / (radius * stretch);
    return corners ? Math.max(Math.abs(along), Math.abs(across)) < 1 : along ** 2 + across ** 2 < 1;
  };
  return { holds, centreX, centreY, reach: radius * 1.5 };
}

function fillRegion(picture: Float64Array, random: Random, palette: readonly Colour[], shape: Shape): void {
  const colour = palette[Math.floor(random() * palette.length)]!;
  const [shadeX, shadeY] = [(random() - 0.5) * 0.6, (random() - 0.5) * 0.6];
  const [waveX, waveY, wave] = [random() * 0.8, random() * 0.8, random() < 0.3 ? 40 * random() : 0];
  const grain = random() * 16;
  const { centreX, centreY, reach } = shape;
  const from = (centre: number) => Math.max(0, Math.floor(centre - reach));
  const to = (centre: number) => Math.min(SIDE, Math.ceil(centre + reach));
  for (let y = from(centreY); y < to(centreY); y++)
    for (let x = from(centreX); x < to(centreX); x++) {
      if (!shape.holds(x, y)) continue;
      const light = shadeX * (x - SIDE / 2) + shadeY * (y - SIDE / 2) + wave * Math.sin(waveX * x + waveY * y);
      const noise = (random() - 0.5) * grain;
      for (let c = 0; c < 3; c++) picture[(y * SIDE + x) * 3 + c] = colour[c]! + light + noise;
    }
}

/** A lens blurs a little: each pixel takes a part of its right and lower neighbours. */
function smooth(picture: Float64Array): Uint8Array {
  const bytes = new Uint8Array(FRAME_BYTES);
  for (let i = 0; i < FRAME_BYTES; i++) {
    const right = picture[i + 3] ?? picture[i]!;
    const below = picture[i + SIDE * 3] ?? picture[i]!;
    bytes[i] = Math.max(0, Math.min(255, Math.round(0.5 * picture[i]! + 0.25 * right + 0.25 * below)));
  }
  return bytes;
}
