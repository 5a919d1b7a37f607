import test from 'ava';
import { createEffect, type Effect } from '../../../models/shots/effects.ts';
import { type Footage, SOURCE } from '../../../models/shots/footage.ts';
import { createRandomSource } from '../../../models/shots/random.ts';
import { CANVAS_BYTES } from '../../../models/shots/shot-source.ts';

const FRAMES_PER_SECOND = 25;
const still: Footage = {
  name: 'gray',
  framesPerSecond: 25,
  frames: [new Uint8Array(SOURCE.width * SOURCE.height * 3).fill(40)],
};
const effects = Array.from({ length: 150 }, (_, seed) =>
  createEffect(createRandomSource(seed), FRAMES_PER_SECOND, [still]),
);

/** Whether an effect shows at a time: in the drawn picture, in where the camera is, or in which time is shown. */
function shows({ paint, camera, delay }: Effect, seconds: number): boolean {
  if (delay && delay(seconds) > 0) return true;
  const { x, y, zoom } = camera?.(seconds) ?? { x: 0, y: 0, zoom: 1 };
  if (Math.abs(x) + Math.abs(y) + Math.abs(zoom - 1) > 0.01) return true;
  const picture = new Uint8Array(CANVAS_BYTES).fill(120);
  paint?.(picture, seconds);
  return picture.some((value) => Math.abs(value - 120) > 3);
}
const framesOf = ({ seconds }: Effect) => Array.from({ length: Math.ceil(seconds * FRAMES_PER_SECOND) }, (_, n) => n);

test('every effect shows on some of its frames', (t) => {
  for (const [seed, effect] of effects.entries())
    t.true(
      framesOf(effect).some((n) => shows(effect, n / FRAMES_PER_SECOND)),
      `seed ${seed}`,
    );
});

test('effects last from one frame to three seconds', (t) => {
  for (const { seconds } of effects) t.true(seconds >= 1 / FRAMES_PER_SECOND && seconds <= 3, String(seconds));
});

test('a camera that does not stay where the effect left it comes back', (t) => {
  const moved = effects.filter(({ camera }) => camera);
  t.true(moved.some(({ stays }) => stays) && moved.some(({ stays }) => !stays));
  for (const { camera, seconds, stays } of moved) {
    const { x, y, zoom } = camera!(seconds);
    // A camera that shakes ends anywhere near where it was.
    if (!stays) t.true(Math.abs(x) < 0.13 && Math.abs(y) < 0.13 && zoom < 1.7);
  }
});
