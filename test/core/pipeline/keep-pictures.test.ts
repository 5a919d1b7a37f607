import { setTimeout as wait } from 'node:timers/promises';
import test from 'ava';
import { keepPictures } from '../../../src/core/pipeline/keep-pictures.ts';

const COUNT = 60;

/** Pictures of frames 0, 10, 20 and so on, and the most that were read and not written yet. */
function createPictures() {
  const state = { read: 0, written: 0, most: 0 };
  return {
    state,
    async *pictures(wanted: ReadonlySet<number>) {
      for (let i = 0; i < COUNT; i++) {
        if (!wanted.has(10 * i)) continue;
        state.read++;
        state.most = Math.max(state.most, state.read - state.written);
        yield { frame: 10 * i, thumbnail: new Uint8Array([i]) };
      }
    },
  };
}

const EVERY = new Set(Array.from({ length: COUNT }, (_, i) => 10 * i));

test('wanted pictures are written, and no more are read ahead than may be on their way', async (t) => {
  const { state, ...joined } = createPictures();
  const kept = await keepPictures(joined, new Set([...EVERY, 5]), async () => {
    await wait(1);
    state.written++;
  });
  t.deepEqual(
    [...kept].sort((a, b) => a - b),
    [...EVERY],
  );
  t.is(state.written, COUNT);
  t.true(state.most > 1 && state.most <= 17, String(state.most));
});

test('a write that fails ends it', async (t) => {
  const joined = createPictures();
  const write = async (frame: number) => {
    if (frame === 30) throw new Error('full');
  };
  await t.throwsAsync(keepPictures(joined, EVERY, write), { message: 'full' });
});
