import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { type MeasuredVideo, measureSmallFrames, readDataset, writeVideo } from '../../../models/shots/dataset.ts';
import { SIGNAL_COUNT } from '../../../src/core/measurements/signal-names.ts';
import { FEATURE_COUNT } from '../../../src/core/shots/features.ts';
import { SMALL_FRAME_BYTES } from '../../../src/core/shots/small-frame.ts';

/** Frames of a moving pattern, every picture shown `times` times, with half a frame left over. */
function drawFrames(count: number, times: number): Uint8Array {
  const frames = new Uint8Array(Math.floor((count + 0.5) * SMALL_FRAME_BYTES));
  for (let n = 0; n < count; n++)
    for (let i = 0; i < SMALL_FRAME_BYTES; i++)
      frames[n * SMALL_FRAME_BYTES + i] = (i * 5 + Math.floor(n / times) * 31) % 256;
  return frames;
}

const video = (name: string, count: number, times: number): MeasuredVideo => ({
  name,
  signals: measureSmallFrames(drawFrames(count, times)),
  framesPerSecond: 24,
  transitions: [{ type: 'cut', startFrame: 3, endFrame: 4 }],
  ignore: [{ startFrame: 6, endFrame: 7 }],
  teacher: null,
});

test('small frames give a row of signals each, whole frames alone', (t) => {
  const { firstFrame, count, values } = measureSmallFrames(drawFrames(5, 1));
  t.deepEqual([firstFrame, count, values.length], [0, 5, 5 * SIGNAL_COUNT]);
});

test('what was written is read again, in order of its names', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'shots-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const written = [video('b', 12, 1), video('a', 9, 1)];
  for (const each of written) writeVideo(folder, each);
  const read = [...readDataset([folder])];
  t.deepEqual(
    read.map(({ name }) => name),
    ['a', 'b'],
  );
  for (const { name, signals, framesPerSecond, transitions, ignore, teacher } of read) {
    const own = written.find((each) => each.name === name)!;
    t.deepEqual(
      { framesPerSecond, transitions, ignore, teacher },
      {
        framesPerSecond: own.framesPerSecond,
        transitions: own.transitions,
        ignore: own.ignore,
        teacher: own.teacher,
      },
    );
    t.is(signals.count, own.signals.count);
    t.deepEqual(signals.values, own.signals.values);
  }
});

test('features are written of each distinct picture, with the frame that it begins at', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'shots-'));
  t.teardown(() => rm(folder, { recursive: true }));
  writeVideo(folder, video('held', 12, 3));
  t.deepEqual((await readdir(folder)).sort(), ['held.features.f32', 'held.json', 'held.signals.f32']);
  const { frames } = JSON.parse(await readFile(join(folder, 'held.json'), 'utf8'));
  t.deepEqual(frames, [0, 3, 6, 9]);
  t.is((await readFile(join(folder, 'held.features.f32'))).length, 4 * frames.length * FEATURE_COUNT);
});
