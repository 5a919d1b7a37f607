import { EventEmitter, once } from 'node:events';
import test from 'ava';
import type { Sample } from '../../../src/core/measurements/samples.ts';
import { isSampled } from '../../../src/core/media/frames.ts';
import { inferFrames, isDetectionFrame, pairFrames } from '../../../src/core/pipeline/infer-frames.ts';
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

test('a frame that was cut off in one size is left out, and one size alone is not a pair', async (t) => {
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

test('brands are searched for once a second, at the same frames wherever the chunk begins, and a still is seen once', async (t) => {
  const rate = { numerator: 10, denominator: 1 };
  const watched = (sampleFps: number) =>
    Array.from({ length: 31 }, (_, frame) => frame).filter(
      (frame) => isSampled(frame, sampleFps, rate) && isDetectionFrame(frame, sampleFps, rate),
    );
  t.deepEqual(watched(2), [0, 10, 20, 30]);
  t.deepEqual(watched(4), [0, 10, 20, 30]);
  t.deepEqual(watched(0.5), [0, 20]);

  let calls = 0;
  const seen = { brands: [], products: [] };
  const samples: Sample[] = [];
  const square = new Uint8Array(6);
  const picture = { square, detail: { rgb: square, ...SIZE } };
  const pictures = (async function* () {
    for (let i = 0; i < 4; i++) yield picture;
  })();
  const { framesInferred } = await inferFrames(
    pictures,
    [5, 10, 15, 20][Symbol.iterator]() as Generator<number>,
    {
      classifiers: [],
      detector: {
        detect: async () => {
          calls++;
          return seen;
        },
      },
      isDetectionFrame: (frame) => isDetectionFrame(frame, 2, rate),
    },
    { addInferred: async (sample) => void samples.push(sample), addThumbnail: async () => {}, finish: async () => 0 },
  );
  t.deepEqual(
    samples.map(({ detections }) => detections),
    [null, seen, null, seen],
  );
  t.is(calls, 1);
  t.is(framesInferred, 1);
});
