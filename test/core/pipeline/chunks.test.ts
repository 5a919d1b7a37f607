import test from 'ava';
import fc from 'fast-check';
import { cutIntoChunks, MAX_CHUNKS } from '../../../src/core/pipeline/chunks.ts';

const frameRate = { numerator: 30_000, denominator: 1001 };

test('chunks tile the video, and exactly one listens', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.option(fc.double({ min: 0.01, max: 10_000, noNaN: true })),
      fc.option(fc.integer({ min: 0, max: 9 })),
      (frameCount, chunkSeconds, audioStream) => {
        const chunks = cutIntoChunks({ frameCount, frameRate, audioStream }, chunkSeconds);
        let next = 0;
        for (const [i, chunk] of chunks.entries()) {
          t.is(chunk.index, i);
          t.is(chunk.startFrame, next);
          next = chunk.endFrame;
        }
        t.is(next, frameCount);
        t.is(chunks.filter(({ audio }) => audio).length, audioStream === null ? 0 : 1);
        t.true(chunks.length <= MAX_CHUNKS + 1);
        const withFrames = chunks.filter((c) => c.endFrame > c.startFrame);
        if (withFrames.length > 1) t.false(withFrames.some(({ audio }) => audio));
      },
    ),
    { numRuns: 60 },
  );
});

test('without a length there is one chunk', (t) => {
  t.deepEqual(cutIntoChunks({ frameCount: 100, frameRate, audioStream: 1 }, null), [
    { index: 0, startFrame: 0, endFrame: 100, audio: true },
  ]);
});
