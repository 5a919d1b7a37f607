import test from 'ava';
import { describeFilm, parseScenesFile, readLengths } from '../../../bench/scenes/truth.ts';

/** The lengths of the first file's scenes, in a film that the second one knows as well. */
function read(truth: unknown, found: unknown): number[] {
  const [a, b] = [truth, found].map((file) => parseScenesFile(JSON.stringify(file), 'some.json'));
  return readLengths(a, describeFilm(a, b, 'film'), 'some.json');
}

test('scenes and boundaries, in frames and in seconds, are the same', (t) => {
  const report = { video: { frameCount: 100, frameRate: { numerator: 25, denominator: 1 } }, boundaryFrames: [] };
  t.deepEqual(read({ boundaryFrames: [25, 75] }, report), [25, 50, 25]);
  t.deepEqual(read({ boundarySeconds: [1, 3] }, report), [25, 50, 25]);
  const starts = [0, 1, 3];
  t.deepEqual(read({ scenes: starts.map((s) => ({ startSeconds: s, endSeconds: s + 1 })) }, report), [25, 50, 25]);
  const scenes = starts.map((s) => ({ startFrame: s * 25, endFrame: s === 3 ? 100 : s * 25 + 25 }));
  t.deepEqual(read({ scenes }, report), [25, 50, 25]);
  t.deepEqual(read({ frameRate: 50, boundarySeconds: [1] }, report), [50, 50]);
});

test('a film without borders is one scene', (t) => {
  t.deepEqual(read({ boundaryFrames: [] }, { frameCount: 9, boundaryFrames: [3] }), [9]);
});

test('what cannot be scored is refused with the reason', (t) => {
  const film = { frameCount: 50, boundaryFrames: [3] };
  t.throws(() => parseScenesFile('{', 'some.json'), { message: /some\.json is not JSON/ });
  t.throws(() => read({}, film), { message: /must have one of/ });
  t.throws(() => read({ boundaryFrames: [1], boundarySeconds: [1] }, film), { message: /must have one of/ });
  t.throws(() => read({ scenes: [{ startFrame: -1, endFrame: 5 }] }, film), { message: /does not hold scenes/ });
  t.throws(() => read({ boundarySeconds: [1] }, film), { message: /"frameRate"/ });
  t.throws(() => read({ boundaryFrames: [1] }, { boundaryFrames: [3] }), { message: /"frameCount"/ });
  t.throws(() => read({ frameCount: 900, boundaryFrames: [1] }, film), { message: /900 frames, the other file of 50/ });
  t.throws(() => read({ boundaryFrames: [9, 4] }, film), { message: /9 comes before 4/ });
});
