import test from 'ava';
import { measureProgramme } from '../../../src/core/loudness/programme.ts';

/** Windows of 100 ms: [LUFS, seconds] pairs. */
const programme = (...parts: [number, number][]) =>
  measureProgramme(Float32Array.from(parts.flatMap(([lufs, seconds]) => Array<number>(seconds * 10).fill(lufs))));

// The signals of EBU Tech 3341 (loudness, ±0.1 LU) and Tech 3342 (range, ±1 LU).
test('Tech 3341: steady signals read as they are', (t) => {
  t.is(programme([-23, 20]).integratedLufs, -23);
  t.is(programme([-33, 20]).integratedLufs, -33);
});

test('Tech 3341: quiet passages are gated', (t) => {
  t.is(programme([-36, 10], [-23, 60], [-36, 10]).integratedLufs, -23);
  t.is(programme([-72, 10], [-36, 10], [-23, 60], [-36, 10], [-72, 10]).integratedLufs, -23);
  t.is(programme([-26, 20], [-20, 20.1], [-26, 20]).integratedLufs, -23);
});

test('Tech 3342: the range of two and of five levels', (t) => {
  t.is(programme([-20, 20], [-30, 20]).rangeLu, 10);
  t.is(programme([-20, 20], [-15, 20]).rangeLu, 5);
  t.is(programme([-40, 20], [-20, 20]).rangeLu, 20);
  t.is(programme([-50, 20], [-35, 20], [-20, 20], [-35, 20], [-50, 20]).rangeLu, 15);
});

test('what is not audible, or too short, has no loudness', (t) => {
  t.deepEqual(programme([-120, 60]), { integratedLufs: null, rangeLu: null });
  t.deepEqual(programme([-71, 60]), { integratedLufs: null, rangeLu: null });
  t.deepEqual(programme([-20, 2]), { integratedLufs: -20, rangeLu: null });
  t.deepEqual(programme(), { integratedLufs: null, rangeLu: null });
});
