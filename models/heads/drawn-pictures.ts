import { IMAGE_SIZE } from '../../src/core/vision/manifest.ts';
import { createRandomSource, type RandomSource } from '../shots/random.ts';

type Colour = readonly [red: number, green: number, blue: number];

const SIZE = IMAGE_SIZE;

/**
 * Pictures without a thing in them, as title cards, slides and logos on a ground are: a plain or shaded ground, bars in rows
 * like lines of text, and a few discs and boxes. RGB [299, 299, 3] each, the same for a seed.
 */
export function* drawPictures(count: number, seed: number): Generator<Uint8Array> {
  const random = createRandomSource(seed);
  for (let i = 0; i < count; i++) yield drawPicture(random);
}

function drawPicture(random: RandomSource): Uint8Array {
  const picture = new Uint8Array(SIZE * SIZE * 3);
  // Most cards are white, black or a company's colour.
  const ground = random.pick<Colour>([[255, 255, 255], [0, 0, 0], drawColour(random), drawColour(random)]);
  const shade = random.chance(0.3) ? random.between(-80, 80) : 0;
  fill(picture, (_, y) => ground.map((value) => value + (shade * y) / SIZE) as unknown as Colour);
  const ink: Colour = ground[0] + ground[1] + ground[2] > 380 ? [20, 20, 20] : [240, 240, 240];
  for (let shape = random.integer(0, 4); shape > 0; shape--) drawShape(picture, random);
  for (let line = random.integer(0, 4); line > 0; line--) drawLine(picture, random, ink);
  return picture;
}

const drawColour = (random: RandomSource): Colour => [
  random.integer(0, 255),
  random.integer(0, 255),
  random.integer(0, 255),
];

/** Words of letters that are not letters: strokes of one height. */
function drawLine(picture: Uint8Array, random: RandomSource, ink: Colour): void {
  const height = random.integer(4, 26);
  const top = random.integer(10, SIZE - 40);
  const end = random.integer(SIZE / 2, SIZE - 20);
  let x = random.integer(10, SIZE / 2);
  while (x < end) {
    const width = Math.max(1, Math.round(height * random.between(0.1, 0.3)));
    const rise = random.chance(0.3) ? Math.round(height / 3) : 0;
    paintBox(picture, { left: x, top: top - rise, width, height: height + rise }, ink);
    x += width + Math.max(1, Math.round(height * (random.chance(0.15) ? 0.8 : 0.2)));
  }
}

function drawShape(picture: Uint8Array, random: RandomSource): void {
  const colour = drawColour(random);
  const radius = random.integer(6, 60);
  const [left, top] = [random.integer(0, SIZE), random.integer(0, SIZE)];
  if (random.chance(0.5)) paintBox(picture, { left, top, width: 2 * radius, height: radius }, colour);
  else fill(picture, (x, y) => ((x - left) ** 2 + (y - top) ** 2 <= radius ** 2 ? colour : null));
}

function paintBox(
  picture: Uint8Array,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  colour: Colour,
): void {
  fill(picture, (x, y) => (x >= left && x < left + width && y >= top && y < top + height ? colour : null));
}

function fill(picture: Uint8Array, colourAt: (x: number, y: number) => Colour | null): void {
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const colour = colourAt(x, y);
      if (!colour) continue;
      for (let c = 0; c < 3; c++) picture[(y * SIZE + x) * 3 + c] = Math.max(0, Math.min(255, colour[c]));
    }
}
