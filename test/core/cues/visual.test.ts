import test from 'ava';
import { findVisualCues } from '../../../src/core/cues/visual.ts';
import { SMALL_FRAME, SMALL_FRAME_BYTES } from '../../../src/core/shots/small-frame.ts';
import { measureFrames } from '../shots/measure.ts';
import { createNoise, createScene, drawFrames, fill, grain } from '../shots/patterns.ts';

const noise = createNoise(5);
const live = (count: number, seed = 1): Uint8Array[] => {
  const scene = createScene(seed, { panSpeed: 0.1 });
  return drawFrames(count, (n) => grain(scene(n / 25), 3, noise));
};
const held = (count: number, frame: Uint8Array): Uint8Array[] => Array.from({ length: count }, () => frame);

const cuesOf = (frames: readonly Uint8Array[], framesPerSecond = 25, startSeconds = 0) =>
  findVisualCues(measureFrames(frames), {
    frameRate: { numerator: framesPerSecond, denominator: 1 },
    startSeconds,
    frameCount: frames.length,
  });

/** Colour bars as SMPTE (seven, over a ramp) and EBU (eight, to the bottom) draw them. */
function bars(count: 7 | 8): Uint8Array {
  const colors = [
    [1, 1, 1],
    [1, 1, 0],
    [0, 1, 1],
    [0, 1, 0],
    [1, 0, 1],
    [1, 0, 0],
    [0, 0, 1],
    [0, 0, 0],
  ];
  return new Uint8Array(SMALL_FRAME_BYTES).map((_, i) => {
    const pixel = Math.floor(i / 3);
    const x = pixel % SMALL_FRAME.width;
    const top = pixel < SMALL_FRAME.width * 18 || count === 8;
    return top ? 191 * colors[Math.floor((x * count) / SMALL_FRAME.width)][i % 3] : 4 * x;
  });
}

test('black and white that last are cues, in presentation time and in order', (t) => {
  const frames = [...live(25), ...held(10, fill(4)), ...live(25, 2), ...held(12, fill(250)), ...live(10, 3)];
  t.deepEqual(cuesOf(frames, 25, 0.5), [
    { type: 'black', startSeconds: 1.5, endSeconds: 1.9 },
    { type: 'white', startSeconds: 2.9, endSeconds: 3.38 },
  ]);
});

test('a dropped frame is not black, a flash no white, a dark scene no black', (t) => {
  const dark = createScene(4, { gain: 0.25, panSpeed: 0.1 });
  const frames = [
    ...live(20),
    fill(0),
    ...live(20),
    fill(255),
    fill(255),
    ...live(20),
    ...drawFrames(40, (n) => dark(n / 25)),
  ];
  t.deepEqual(cuesOf(frames), []);
});

test('a picture held for more than a second is frozen, with the noise of a codec too', (t) => {
  const still = createScene(6)(0);
  const exact = cuesOf([...live(50), ...held(50, still), ...live(50, 2)]);
  t.deepEqual(exact, [{ type: 'freeze', startSeconds: 2, endSeconds: 4 }]);

  const coded = drawFrames(50, () => still.map((v) => (noise() < 0.02 ? Math.min(255, v + 1) : v)));
  t.deepEqual(cuesOf([...live(50), ...coded, ...live(50, 2)]), exact);
});

test('a still of which some frames repeat others is frozen, whatever was before it', (t) => {
  const still = createScene(6)(0);
  // The codec refines every third frame a little: 32 pictures ago lies in the shot before.
  const refined = drawFrames(75, (n) => still.map((v, i) => (i % 97 === Math.floor(n / 3) ? v ^ 1 : v)));
  t.deepEqual(cuesOf([...live(50), ...refined, ...live(50, 2)]), [{ type: 'freeze', startSeconds: 2, endSeconds: 5 }]);
});

test('a mouth that moves in a still face is not freeze', (t) => {
  const still = createScene(6)(0);
  const open = still.slice();
  for (let row = 14; row < 16; row++)
    open.fill(0, (row * SMALL_FRAME.width + 20) * 3, (row * SMALL_FRAME.width + 24) * 3);
  const speaking = drawFrames(75, (n) => (n % 6 < 3 ? still : open));
  t.deepEqual(cuesOf([...live(50), ...speaking, ...live(50, 2)]), []);
});

test('a short pause, black and a slow zoom are not frozen', (t) => {
  const slow = createScene(7, { panSpeed: 0.004 });
  t.deepEqual(cuesOf([...live(50), ...held(15, createScene(8)(0)), ...live(50)]), []);
  t.deepEqual(
    cuesOf([...live(50), ...held(50, fill(0)), ...live(50)]).map((cue) => cue.type),
    ['black'],
  );
  t.deepEqual(cuesOf(drawFrames(200, (n) => slow(n / 25))), []);
});

test('where only key frames are shown, or few pictures a second, none is frozen', (t) => {
  const scene = createScene(9, { panSpeed: 0.1 });
  const keyFrames = drawFrames(12, (n) => scene(n)).flatMap((frame) => held(50, frame));
  t.deepEqual(cuesOf(keyFrames), []);
  const idle = drawFrames(6, (n) => scene(n)).flatMap((frame) => held(25, frame));
  const busy = drawFrames(100, (n) => scene(6 + n / 25));
  t.deepEqual(cuesOf([...idle, ...busy]), [], 'a recording that begins slowly');
  t.deepEqual(
    cuesOf([...busy, ...held(50, busy.at(-1)!), ...busy.toReversed()]).map(({ startSeconds }) => startSeconds),
    [3.96],
    'a still among moving pictures',
  );
  const slowGrid = drawFrames(60, (n) => scene(n / 12)).flatMap((frame) => held(5, frame));
  t.deepEqual(cuesOf(slowGrid, 60), []);
});

/** A picture shrunk into the middle of a flat one. */
function inset(picture: Uint8Array, columns: number, rows: number, grey: number): Uint8Array {
  const { width, height } = SMALL_FRAME;
  return fill(grey).map((edge, i) => {
    const pixel = Math.floor(i / 3);
    const x = ((pixel % width) - columns) / (width - 2 * columns);
    const y = (Math.floor(pixel / width) - rows) / (height - 2 * rows);
    if (x < 0 || x >= 1 || y < 0 || y >= 1) return edge;
    return picture[(Math.floor(y * height) * width + Math.floor(x * width)) * 3 + (i % 3)];
  });
}

for (const [name, columns, rows, grey] of [
  ['a pillarbox', 6, 0, 0],
  ['the grey edges of HD bars', 6, 0, 102],
  ['a letterbox', 0, 3, 0],
  ['a window', 5, 3, 0],
] as const)
  test(`colour bars in ${name} are found`, (t) => {
    for (const count of [7, 8] as const)
      t.deepEqual(cuesOf(drawFrames(50, () => grain(inset(bars(count), columns, rows, grey), 6, noise))), [
        { type: 'color-bars', startSeconds: 0, endSeconds: 2 },
      ]);
  });

for (const count of [7, 8] as const) {
  test(`${count} colour bars are a cue and nothing else`, (t) => {
    const frames = [...live(25), ...drawFrames(50, () => grain(bars(count), 6, noise)), ...live(25)];
    t.deepEqual(cuesOf(frames), [{ type: 'color-bars', startSeconds: 1, endSeconds: 3 }]);
  });
}

test('coloured stripes in another order are not colour bars', (t) => {
  const swapped = bars(7).map((v, i, all) => (i % 3 === 0 ? all[i + 2] : i % 3 === 2 ? all[i - 2] : v));
  t.deepEqual(
    cuesOf(drawFrames(50, () => grain(swapped, 6, noise))).filter((cue) => cue.type === 'color-bars'),
    [],
  );
});

test('one frame has no cue that lasts', (t) => {
  t.deepEqual(cuesOf([createScene(1)(0)]), []);
});
