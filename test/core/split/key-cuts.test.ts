import test from 'ava';
import fc from 'fast-check';
import { snapToKeys } from '../../../src/core/split/key-cuts.ts';

const frames = Array.from({ length: 100 }, (_, i) => i);

test('each cut goes to the nearest key frame, of two equally near to the earlier', (t) => {
  const packets = { frames, keys: [0, 20, 40, 80] };
  const cut = (wanted: number) => snapToKeys(packets, [wanted]).map(({ frame }) => frame);
  t.deepEqual(cut(20), [20]);
  t.deepEqual(cut(29), [20]);
  t.deepEqual(cut(30), [20]);
  t.deepEqual(cut(31), [40]);
  t.deepEqual(cut(99), [80]);
  t.deepEqual(cut(9), [], 'the first key frame is not a cut');
});

test('of several cuts that go to one key frame the nearest stays', (t) => {
  const cuts = snapToKeys({ frames, keys: [0, 50] }, [40, 48, 60, 99]);
  t.deepEqual(
    cuts.map(({ wantedFrame, frame }) => [wantedFrame, frame]),
    [[48, 50]],
  );
});

test('pictures that come after a key frame and are shown before it are counted', (t) => {
  // Two groups of pictures, the second open: its first two pictures refer to the first group.
  const packets = { frames: [0, 3, 1, 2, 6, 4, 5, 9, 7, 8], keys: [0, 4] };
  t.like(snapToKeys(packets, [6])[0], { frame: 6, position: 4, lostFrames: 2 });
});

test('cuts are in order, none lies nearer to another key frame, none is twice', (t) => {
  const rising = (max: number) =>
    fc.uniqueArray(fc.integer({ min: 1, max }), { maxLength: 30 }).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(rising(99), rising(99), (keys, wanted) => {
      const cuts = snapToKeys({ frames, keys: [0, ...keys] }, wanted);
      t.deepEqual(
        cuts.map(({ position }) => position),
        [...new Set(cuts.map(({ position }) => position))].sort((a, b) => a - b),
      );
      for (const { wantedFrame, frame } of cuts)
        t.true([0, ...keys].every((key) => Math.abs(key - wantedFrame) >= Math.abs(frame - wantedFrame)));
    }),
  );
});
