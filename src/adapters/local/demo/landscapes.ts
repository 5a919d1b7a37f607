import {
  type Canvas,
  type Color,
  createCanvas,
  fillBox,
  fillDisc,
  fillGradient,
  fillRidge,
  fillRow,
  fillTriangle,
  mixColors,
} from './canvas.ts';

/** Painted at this size and shown smaller, which smooths the edges. */
const PAINTING = { width: 1920, height: 1080 } as const;

type Random = () => number;

/** Repeatable numbers in [0, 1): a linear congruential generator will do for paint. */
function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A ridge of octaves of cosines, about `height` rows up and down around `base`. */
function createRidge(random: Random, base: number, height: number, roughness: number): (x: number) => number {
  const waves = Array.from({ length: 9 }, (_, i) => ({
    size: height * roughness ** i,
    length: (1.7 * PAINTING.width) / 1.8 ** i,
    phase: random() * 7,
  }));
  return (x) =>
    base + waves.reduce((sum, { size, length, phase }) => sum + size * Math.cos((2 * Math.PI * x) / length + phase), 0);
}

const shade = (from: Color, to: Color, rows: number) => (depth: number) =>
  mixColors(from, to, Math.min(1, depth / rows));

function paintBoat(canvas: Canvas, x: number, waterline: number, size: number, sail: Color): void {
  const mast = { top: waterline - 2.4 * size, bottom: waterline - 0.35 * size };
  fillTriangle(canvas, { left: x, right: x + 0.95 * size, ...mast }, sail, -0.5);
  fillTriangle(
    canvas,
    { left: x - 0.6 * size, right: x - 0.06 * size, ...mast, top: mast.top + 0.5 * size },
    [240, 236, 224],
    0.5,
  );
  for (let y = 0; y < 0.35 * size; y++)
    fillRow(
      canvas,
      Math.round(waterline - 0.35 * size) + y,
      x - 0.9 * size + 0.8 * y,
      x + size - 0.6 * y,
      [92, 52, 38],
    );
}

function paintSea(canvas: Canvas, random: Random, top: number): void {
  fillGradient(canvas, top, canvas.height, [70, 150, 190], [14, 62, 110]);
  for (let i = 0; i < 900; i++) {
    const depth = random() ** 1.6;
    const y = Math.round(top + depth * (canvas.height - top));
    const x = random() * canvas.width;
    const foam = mixColors([120, 190, 215], [34, 96, 146], random());
    fillBox(canvas, x, y, x + 20 + 160 * depth * random(), y + 1 + 4 * depth, foam);
  }
}

function paintCoast(seed: number, horizon: number, boats: readonly (readonly [number, number, number])[]): Canvas {
  const random = createRandom(seed);
  const canvas = createCanvas(PAINTING.width, PAINTING.height);
  fillGradient(canvas, 0, horizon, [68, 138, 214], [222, 234, 240]);
  fillDisc(canvas, 1480, horizon * 0.3, 70, [255, 244, 200]);
  for (let i = 0; i < 26; i++) {
    const x = (i % 3) * 640 + 200 + 260 * random();
    fillDisc(canvas, x, horizon * (0.18 + 0.2 * (i % 3)) - 30 * random(), 30 + 34 * random(), [246, 248, 250]);
  }
  const hills = createRidge(random, horizon - 90, 60, 0.45);
  fillRidge(canvas, (x) => hills(x) + x / 9, shade([96, 132, 104], [66, 104, 84], 160));
  paintSea(canvas, random, horizon);
  const sails: Color[] = [
    [214, 66, 52],
    [250, 204, 92],
    [236, 240, 244],
  ];
  boats.forEach(([x, y, size], i) => {
    paintBoat(canvas, x, y, size, sails[i % sails.length]!);
  });
  return canvas;
}

function paintTower(canvas: Canvas, random: Random, left: number, width: number, top: number, window: number): void {
  const wall = mixColors([24, 26, 44], [58, 54, 78], random());
  fillBox(canvas, left, top, left + width, canvas.height, wall);
  for (let y = top + window; y < canvas.height - window; y += 2 * window)
    for (let x = left + window; x < left + width - window; x += 1.7 * window) {
      const lit = mixColors([255, 214, 120], [255, 240, 196], random());
      fillBox(canvas, x, y, x + window, y + 1.2 * window, random() < 0.45 ? lit : mixColors(wall, [90, 96, 130], 0.25));
    }
}

function paintCity(seed: number, towerWidth: number, window: number): Canvas {
  const random = createRandom(seed);
  const canvas = createCanvas(PAINTING.width, PAINTING.height);
  fillGradient(canvas, 0, canvas.height, [8, 10, 36], [96, 58, 104]);
  for (let i = 0; i < 240; i++) {
    const [x, y] = [random() * canvas.width, random() * 620];
    fillBox(canvas, x, y, x + 3, y + 3, [210, 214, 240]);
  }
  fillDisc(canvas, 420, 180, 74, [238, 236, 214]);
  for (const [height, far] of [
    [420, 0.7],
    [180, 1],
  ] as const)
    for (let x = -60; x < canvas.width; ) {
      const width = towerWidth * far * (0.7 + 0.7 * random());
      paintTower(canvas, random, x, width, height + 380 * random(), window * far);
      x += width + 6;
    }
  fillBox(canvas, 0, canvas.height - 70, canvas.width, canvas.height, [20, 20, 28]);
  for (let x = 20; x < canvas.width; x += 90 + 60 * random())
    fillDisc(canvas, x, canvas.height - 34, 9, random() < 0.5 ? [255, 244, 210] : [236, 60, 48]);
  return canvas;
}

function paintTree(canvas: Canvas, x: number, ground: number, size: number, color: Color): void {
  fillBox(canvas, x - 0.06 * size, ground - 0.2 * size, x + 0.06 * size, ground, [74, 52, 40]);
  for (const [lift, half] of [
    [0.12, 0.34],
    [0.42, 0.27],
    [0.7, 0.19],
  ] as const) {
    const bottom = ground - lift * size;
    const crown = { left: x - half * size, right: x + half * size, top: bottom - 0.55 * size, bottom };
    fillTriangle(canvas, crown, color);
    fillTriangle(
      canvas,
      { ...crown, left: x - half * size * 0.45, right: x + half * size * 0.45, bottom: crown.top + 0.24 * size },
      [236, 242, 248],
    );
  }
}

function paintMountains(seed: number, treeSize: number): Canvas {
  const random = createRandom(seed);
  const canvas = createCanvas(PAINTING.width, PAINTING.height);
  fillGradient(canvas, 0, 700, [158, 190, 222], [244, 226, 214]);
  const far = createRidge(random, 420, 120, 0.62);
  fillRidge(canvas, far, (depth) =>
    depth < 130
      ? mixColors([248, 250, 252], [206, 218, 232], depth / 130)
      : mixColors([132, 144, 166], [176, 186, 200], Math.min(1, (depth - 130) / 300)),
  );
  const near = createRidge(random, 700, 50, 0.5);
  fillRidge(canvas, near, shade([228, 236, 244], [196, 210, 226], 380));
  const trees = Array.from({ length: 70 }, () => ({ x: random() * canvas.width, depth: random() }));
  trees.sort((a, b) => a.depth - b.depth);
  for (const { x, depth } of trees) {
    const size = treeSize * (0.4 + 0.8 * depth);
    paintTree(canvas, x, near(x) + 40 + depth * 330, size, mixColors([74, 112, 98], [22, 66, 52], depth));
  }
  return canvas;
}

/** Three places, each seen twice: the paintings that the demo's camera moves over. */
export const paintLandscapes = (): Canvas[] => [
  paintCoast(11, 560, [
    [520, 640, 60],
    [1130, 700, 84],
    [1620, 620, 44],
  ]),
  paintCoast(12, 420, [
    [760, 860, 250],
    [1500, 620, 120],
  ]),
  paintCity(21, 150, 17),
  paintCity(22, 330, 40),
  paintMountains(31, 190),
  paintMountains(32, 420),
];
