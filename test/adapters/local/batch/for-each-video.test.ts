import test from 'ava';
import { forEachVideo } from '../../../../src/adapters/local/batch/for-each-video.ts';
import { ReelsightError } from '../../../../src/core/index.ts';
import { createContext } from '../../../helpers/command-context.ts';

const OPTIONS = { out: 'out', suffix: '.x', json: false };

/** A context that keeps what is printed apart from messages. */
function listen(signal = new AbortController().signal) {
  const context = createContext('/none');
  const printed: string[] = [];
  const labels: string[] = [];
  return {
    ...context,
    signal,
    printed,
    labels,
    print: (text: string) => void printed.push(text),
    progress: { ...context.progress, start: (label: string) => void labels.push(label) },
  };
}

test('one video alone keeps its folder, its text and its error', async (t) => {
  const context = listen();
  await forEachVideo(['a', 'a'], OPTIONS, context, async (video, nameFolder, own) => {
    own.progress.start('Measuring', 0, 'frames');
    own.print(`${video} ${nameFolder('a.mp4')}`);
  });
  t.deepEqual(context.printed, ['a out']);
  t.deepEqual(context.labels, ['Measuring']);
  t.deepEqual(context.lines, []);
  const error = new ReelsightError('decode', 'broken');
  t.is(await t.throwsAsync(forEachVideo(['a'], OPTIONS, context, () => Promise.reject(error))), error);
});

test('one of several fails without the others and is summed up', async (t) => {
  const context = listen();
  const run = forEachVideo(['a', 'b', 'c', 'd'], OPTIONS, context, async (video, nameFolder, own) => {
    own.progress.start('Measuring', 0, 'frames');
    if (video === 'b') throw new ReelsightError('input', 'b is bad.');
    if (video === 'c') throw new TypeError('a fault of ours');
    own.print(`${video} ${nameFolder('film')}\n`);
  });
  const error = await t.throwsAsync(run, {
    message: /^2 of 4 videos failed:\n {2}"b": b is bad\.\n {2}"c": .*a fault/s,
  });
  t.like(error, { kind: 'internal' });
  t.deepEqual(context.printed, ['a out/film.x\n', 'd out/film-2.x\n']);
  t.deepEqual(context.labels, ['1/4 Measuring', '2/4 Measuring', '3/4 Measuring', '4/4 Measuring']);
  t.is(context.lines[0], 'Video 1 of 4: "a"');
  t.true(context.lines.includes('"b" failed: b is bad.'));
});

test('JSON of several is one array', async (t) => {
  const context = listen();
  const run = forEachVideo(['a', 'b'], { ...OPTIONS, json: true }, context, async (video, _, own) => {
    if (video === 'b') throw new ReelsightError('not-found', 'b is gone.');
    own.print('{"id": 1}\n');
  });
  t.like(await t.throwsAsync(run), { kind: 'not-found' });
  t.deepEqual(JSON.parse(context.printed.join('')), [
    { video: 'a', result: { id: 1 } },
    { video: 'b', error: { kind: 'not-found', message: 'b is gone.' } },
  ]);
});

test('an interrupt, and what would fail for the next one too, ends all', async (t) => {
  const controller = new AbortController();
  const seen: string[] = [];
  const interrupted = listen(controller.signal);
  const run = forEachVideo(['a', 'b', 'c'], { ...OPTIONS, json: true }, interrupted, async (video, _, own) => {
    seen.push(video);
    own.print('{}');
    if (video !== 'b') return;
    controller.abort();
    throw new ReelsightError('cancelled', 'The analysis was cancelled.');
  });
  t.like(await t.throwsAsync(run, { message: /^Interrupted at video 2 of 3/ }), { kind: 'cancelled' });
  t.deepEqual(seen, ['a', 'b']);
  t.deepEqual(JSON.parse(interrupted.printed.join('')), [{ video: 'a', result: {} }]);
  const error = new ReelsightError('environment', 'no ffmpeg');
  const broken = forEachVideo(['a', 'b'], OPTIONS, listen(), () => Promise.reject(error));
  t.is(await t.throwsAsync(broken), error);
});
