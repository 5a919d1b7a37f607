import test from 'ava';
import { composeVideo } from '../../../models/shots/compose.ts';
import { type Footage, SOURCE } from '../../../models/shots/footage.ts';
import { CANVAS_BYTES } from '../../../models/shots/shot-source.ts';
import { createRandom } from '../../../src/core/math/random.ts';

/** Pictures of blocks of colour of their own: no two look alike. */
const stills: Footage[] = Array.from({ length: 12 }, (_, i) => {
  const random = createRandom(i);
  const colors = Array.from({ length: 8 * 6 * 3 }, () => Math.floor(256 * random()));
  const frame = new Uint8Array(SOURCE.width * SOURCE.height * 3);
  for (let y = 0; y < SOURCE.height; y++)
    for (let x = 0; x < SOURCE.width; x++) {
      const block = Math.floor((y * 6) / SOURCE.height) * 8 + Math.floor((x * 8) / SOURCE.width);
      for (let c = 0; c < 3; c++) frame[(y * SOURCE.width + x) * 3 + c] = colors[block * 3 + c];
    }
  return { name: `blocks ${i}`, framesPerSecond: 25, frames: [frame] };
});

/** Mean difference of two pictures, of 255. */
function difference(pictures: Buffer, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < CANVAS_BYTES; i++)
    sum += Math.abs(pictures[a * CANVAS_BYTES + i] - pictures[b * CANVAS_BYTES + i]);
  return sum / CANVAS_BYTES;
}

const videos = [1, 3, 5].map((seed) => composeVideo(seed, [], stills));

test('the same seed and footage give the same video, another seed another', (t) => {
  const again = composeVideo(1, [], stills);
  t.true(again.pictures.equals(videos[0].pictures));
  t.deepEqual(again.transitions, videos[0].transitions);
  t.notDeepEqual(videos[1].transitions, videos[0].transitions);
});

test('transitions follow one another, and a shot lies between each two', (t) => {
  for (const { pictures, transitions } of videos) {
    t.is(pictures.length % CANVAS_BYTES, 0);
    t.true(transitions.length >= 3);
    for (const [i, { kind, startFrame, endFrame }] of transitions.entries()) {
      t.true(startFrame >= (transitions[i - 1]?.endFrame ?? 0));
      t.true(endFrame < pictures.length / CANVAS_BYTES);
      t.true(kind === 'cut' ? endFrame === startFrame + 1 : endFrame >= startFrame + 3);
    }
  }
});

test('every transition leads from one picture to another', (t) => {
  for (const { pictures, transitions } of videos)
    for (const { kind, startFrame, endFrame } of transitions)
      t.true(difference(pictures, startFrame, endFrame) > 2, `${kind} ${startFrame}-${endFrame}`);
});

test('in a gradual transition no picture is that of either shot', (t) => {
  const gradual = videos.flatMap(({ pictures, transitions }) =>
    transitions.filter(({ kind }) => kind !== 'cut').map((transition) => ({ pictures, ...transition })),
  );
  t.true(gradual.length > 3);
  for (const { pictures, kind, startFrame, endFrame } of gradual) {
    const middle = (startFrame + endFrame) >> 1;
    const most = Math.max(difference(pictures, startFrame, middle), difference(pictures, middle, endFrame));
    t.true(most > 1, `${kind} ${startFrame}-${endFrame}`);
  }
});
