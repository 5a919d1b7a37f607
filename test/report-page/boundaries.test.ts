import test from 'ava';
import type { Shot } from '../../src/core/report.ts';
import {
  describeBoundary,
  findBoundaryAt,
  isDoubtful,
  leastSureFirst,
  listBoundaries,
  matchesBoundary,
  stepAround,
  strengthOf,
} from '../../src/report-page/model/boundaries.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

const { shots } = createSampleReport();
const shot = (index: number, startFrame: number, transitionIn: Shot['transitionIn']): Shot => ({
  ...shots[0]!,
  index,
  startFrame,
  transitionIn,
});
const film = [
  shot(0, 0, { type: 'start', startFrame: 0, endFrame: 0, confidence: 1 }),
  shot(1, 140, { type: 'cut', startFrame: 139, endFrame: 140, confidence: 0.71 }),
  shot(2, 198, { type: 'dissolve', startFrame: 180, endFrame: 215, confidence: 0.99 }),
  shot(3, 300, { type: 'cut', startFrame: 299, endFrame: 300, confidence: 0.71 }),
  shot(4, 400, { type: 'wipe', startFrame: 390, endFrame: 410, confidence: 0.5 }),
];
const boundaries = listBoundaries(film);

test('the start of the video is not a boundary', (t) => {
  t.deepEqual(
    boundaries.map(({ index }) => index),
    [1, 2, 3, 4],
  );
});

test('the least sure come first, of equals the earlier', (t) => {
  t.deepEqual(
    leastSureFirst(boundaries).map(({ index }) => index),
    [4, 1, 3, 2],
  );
});

test('strength is confidence, and what is nearer to even odds than to certainty is doubtful', (t) => {
  t.deepEqual(
    boundaries.map((boundary) => Math.round(100 * strengthOf(boundary))),
    [71, 99, 71, 50],
  );
  t.deepEqual(boundaries.map(isDoubtful), [true, false, true, true]);
});

test('a boundary must have a type and at most the confidence that are asked for', (t) => {
  const filters = {
    safeBreaksOnly: false,
    minimumScore: 0,
    verdicts: new Set<string>(),
    transitions: new Set(['cut', 'dissolve']),
    maximumConfidence: 0.8,
    label: '',
  };
  t.deepEqual(
    boundaries.filter((boundary) => matchesBoundary(boundary, filters)).map(({ index }) => index),
    [1, 3],
  );
});

test('steps go around', (t) => {
  t.is(stepAround(-1, 3, 1), 0);
  t.is(stepAround(-1, 3, -1), 2);
  t.is(stepAround(2, 3, 1), 0);
  t.is(stepAround(0, 3, -1), 2);
  t.is(stepAround(-1, 0, 1), -1);
});

test('a frame is in a boundary when it belongs to both shots, or begins a shot after a cut', (t) => {
  const at = (frame: number, slack = 0) => findBoundaryAt(boundaries, frame, slack)?.index ?? null;
  t.deepEqual([at(139), at(140), at(141)], [null, 1, null]);
  t.deepEqual([at(180), at(181), at(214), at(215), at(216)], [null, 2, 2, 2, null]);
  t.deepEqual([at(137, 3), at(143, 3), at(144, 3)], [1, 1, null]);
});

test('a boundary in words', (t) => {
  t.is(
    describeBoundary(boundaries[1]!, createSampleReport().video),
    'Dissolve into shot 3 · confidence 0.99 · frames 180 to 215 · 00:00:07:23',
  );
});
