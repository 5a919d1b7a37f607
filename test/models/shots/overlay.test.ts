import test from 'ava';
import { type Footage, SOURCE } from '../../../models/shots/footage.ts';
import { createOverlay } from '../../../models/shots/overlay.ts';
import { createRandomSource } from '../../../models/shots/random.ts';
import { CANVAS, CANVAS_BYTES } from '../../../models/shots/shot-source.ts';

const still: Footage = {
  name: 'gradient',
  framesPerSecond: 25,
  frames: [Uint8Array.from({ length: SOURCE.width * SOURCE.height * 3 }, (_, i) => (i * 7) % 256)],
};
const GROUND = 90;

/** What an overlay covers of an even picture, as the box around all pixels that it changed; null: nothing. */
function coverOf(seed: number) {
  const overlay = createOverlay(createRandomSource(seed), [still]);
  const drawn = new Uint8Array(CANVAS_BYTES).fill(GROUND);
  overlay(drawn);
  const [columns, rows]: [number[], number[]] = [[], []];
  for (let i = 0; i < CANVAS_BYTES; i++)
    if (drawn[i] !== GROUND) {
      columns.push(Math.floor(i / 3) % CANVAS.width);
      rows.push(Math.floor(i / 3 / CANVAS.width));
    }
  const box =
    rows.length === 0
      ? null
      : {
          left: Math.min(...columns),
          right: Math.max(...columns) + 1,
          top: Math.min(...rows),
          bottom: Math.max(...rows) + 1,
        };
  return { overlay, drawn, box };
}

const covers = Array.from({ length: 120 }, (_, seed) => coverOf(seed));
const boxes = covers.flatMap(({ box }) => (box ? [box] : []));

test('most films have nothing over them, some a banner, a panel or a logo', (t) => {
  t.true(boxes.length > 8 && boxes.length < 45, String(boxes.length));
  const isWide = ({ left, right }: (typeof boxes)[number]) => right - left === CANVAS.width;
  const isHigh = ({ top, bottom }: (typeof boxes)[number]) => bottom - top === CANVAS.height;
  t.true(boxes.some(isWide) && boxes.some(isHigh) && boxes.some((box) => !isWide(box) && !isHigh(box)));
});

test('what lies over a film touches an edge and leaves most of the picture', (t) => {
  for (const { left, right, top, bottom } of boxes) {
    t.true(left === 0 || right === CANVAS.width || top === 0 || bottom === CANVAS.height);
    t.true((right - left) * (bottom - top) <= 0.36 * CANVAS.width * CANVAS.height);
  }
});

test('it does not change with what lies below it', (t) => {
  const { overlay, drawn, box } = covers.find((cover) => cover.box)!;
  const other = new Uint8Array(CANVAS_BYTES).fill(200);
  overlay(other);
  const at = (picture: Uint8Array, x: number, y: number) => picture.subarray(3 * (y * CANVAS.width + x)).slice(0, 3);
  let same = 0;
  for (let y = box!.top; y < box!.bottom; y++)
    for (let x = box!.left; x < box!.right; x++)
      if (at(drawn, x, y).every((value, c) => value === at(other, x, y)[c])) same++;
  t.is(same, (box!.right - box!.left) * (box!.bottom - box!.top));
});
