import test from 'ava';
import fc from 'fast-check';
import { wholeVideo } from '../../../src/core/measurements/video-part.ts';
import { cutIntoChunks, MAX_CHUNKS } from '../../../src/core/pipeline/chunks.ts';

const frameRate = { numerator: 30_000, denominator: 1001 };
const whole = (frameCount: number) => wholeVideo({ frameCount, isSplittable: true });
const hd = { frameRate, width: 1920, height: 1080, videoCodec: 'h264' };

test('chunks tile the video, and exactly one listens', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.option(fc.double({ min: 0.01, max: 10_000, noNaN: true })),
      fc.option(fc.integer({ min: 0, max: 9 })),
      (frameCount, chunkSeconds, audioStream) => {
        const chunks = cutIntoChunks({ ...hd, audioStream }, whole(frameCount), chunkSeconds);
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
  t.deepEqual(cutIntoChunks({ ...hd, audioStream: 1 }, whole(100), null), [
    { index: 0, startFrame: 0, endFrame: 100, audio: true },
  ]);
});

test('large pictures of costly codecs make shorter chunks', (t) => {
  const lengthOf = (width: number, height: number, videoCodec: string, rate: number, seconds: number) => {
    const video = { width, height, videoCodec, frameRate: { numerator: rate, denominator: 1 } };
    const [first] = cutIntoChunks({ ...video, audioStream: null }, whole(rate * 3600), seconds);
    return (first!.endFrame - first!.startFrame) / rate;
  };
  t.is(lengthOf(1920, 1080, 'h264', 25, 30), 30);
  t.true(lengthOf(3840, 2160, 'h264', 60, 30) < 15);
  t.true(lengthOf(3840, 2160, 'hevc', 60, 30) < lengthOf(3840, 2160, 'h264', 60, 30));
  t.is(lengthOf(7680, 4320, 'av1', 120, 30), 2);
  t.is(lengthOf(7680, 4320, 'av1', 120, 1), 1);
});

test('the chunks of a part tile it, and the sound is heard apart where it is sought for', (t) => {
  const cut = (startFrame: number, isSought: boolean, seconds: number | null) =>
    cutIntoChunks(
      { ...hd, frameRate: { numerator: 10, denominator: 1 }, audioStream: 1 },
      { startFrame, endFrame: 250, toEnd: false, isSought },
      seconds,
      7,
    ).map(({ index, startFrame: from, endFrame, audio }) => [index, from, endFrame, audio]);
  t.deepEqual(cut(100, true, 6), [
    [7, 100, 160, false],
    [8, 160, 220, false],
    [9, 220, 250, false],
    [10, 250, 250, true],
  ]);
  t.deepEqual(cut(100, true, null), [
    [7, 100, 250, false],
    [8, 250, 250, true],
  ]);
  t.deepEqual(cut(100, false, null), [[7, 100, 250, true]]);
  t.deepEqual(cut(0, true, null), [[7, 0, 250, true]]);
});
