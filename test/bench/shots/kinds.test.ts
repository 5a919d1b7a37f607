import test from 'ava';
import { kindsOf, traitsOf } from '../../../bench/shots/kinds.ts';
import { SIGNAL_COUNT, signalIndex } from '../../../src/core/measurements/signal-names.ts';

/** Frames of one luma each, of strong contrast. */
function signalsOf(lumas: readonly number[]) {
  const values = new Float32Array(lumas.length * SIGNAL_COUNT);
  for (const [frame, luma] of lumas.entries()) {
    values[frame * SIGNAL_COUNT + signalIndex('luma-mean')] = luma;
    values[frame * SIGNAL_COUNT + signalIndex('luma-deviation')] = 0.3;
  }
  return { firstFrame: 0, count: lumas.length, values };
}

const cut = (endFrame: number) => ({ type: 'cut', startFrame: endFrame - 1, endFrame });

test('a film is of its genre, and of what its pictures and shots are like', (t) => {
  const dark = signalsOf(new Array(50).fill(0.1));
  const film = { signals: dark, seconds: 10, isUpright: true };
  const fast = { transitions: [10, 20, 30, 40, 45, 47, 48].map(cut) };
  t.deepEqual(kindsOf({ ...film, name: 'real_game-trailer_0c24b5', truth: fast }), [
    'game-trailer',
    'is dark',
    'is fast',
    'is upright',
  ]);
  const truth = { transitions: [cut(10)], genre: 'vlog' };
  t.deepEqual(kindsOf({ name: 'x', truth, signals: signalsOf([0.5]), seconds: 9, isUpright: false }), ['vlog']);
});

test('cuts beside short shots, and cuts in the dark', (t) => {
  const truth = { transitions: [cut(20), cut(30), cut(60)] };
  const lumas = Array.from({ length: 100 }, (_, i) => (i < 40 ? 0.5 : 0.05));
  const beside = 'cut beside a shot under 15 frames';
  t.deepEqual(traitsOf(truth, signalsOf(lumas)), [[beside], [beside], ['cut between dark pictures']]);
});
