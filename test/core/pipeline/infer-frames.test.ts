import { EventEmitter, once } from 'node:events';
import test from 'ava';
import { pairFrames } from '../../../src/core/pipeline/infer-frames.ts';
import { collect } from '../../helpers/collect.ts';

const SIZE = { width: 2, height: 1 };

/** Frames as a decoder gives them: the same array, filled again. `before` is awaited before each. */
async function* decode(values: readonly number[], before: (at: number) => Promise<unknown> = async () => {}) {
  const frame = new Uint8Array(6);
  for (const [i, value] of values.entries()) {
    await before(i);
    yield frame.fill(value);
  }
}

test('a frame that comes out whole only when its other size is read does not stop everything', async (t) => {
  const askedFor = new EventEmitter();
  const asked = [0, 1, 2].map((i) => once(askedFor, String(i)));
  const squareFrames = decode([1, 2, 3], (i) => asked[i]);
  const detailFrames = decode([4, 5, 6], async (i) => askedFor.emit(String(i)));
  const pairs = await collect(pairFrames({ squareFrames, detailFrames }, SIZE));
  t.deepEqual(
    pairs.map(({ square, detail }) => [square[0], detail?.rgb[0], detail?.width]),
    [
      [1, 4, 2],
      [2, 5, 2],
      [3, 6, 2],
    ],
  );
});

test('a frame that was cut off in one size is left out, and one size alone is no pair', async (t) => {
  const cut = await collect(pairFrames({ squareFrames: decode([1, 2]), detailFrames: decode([4]) }, SIZE));
  t.is(cut.length, 1);
  const alone = await collect(pairFrames({ squareFrames: decode([1, 2]), detailFrames: decode([]) }, null));
  t.deepEqual(
    alone.map(({ square, detail }) => [square[0], detail]),
    [
      [1, null],
      [2, null],
    ],
  );
});
