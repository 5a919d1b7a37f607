import test from 'ava';
import { hidesLosses } from '../../../src/core/index.ts';
import { createProbe } from '../../helpers/measured.ts';

const hides = (counts: readonly number[], demuxer: string) => hidesLosses(createProbe(counts, { demuxer }));

test('one picture that is missing from a steady stream is a loss that no decoder tells', (t) => {
  t.true(hides([10, 10, 9, 10], 'mpegts'));
  t.true(hides([10, 0, 0, 10], 'mpeg'));
});

test('a whole stream, an uneven one, and containers whose demuxer tells of losses hide none', (t) => {
  t.false(hides([10, 10, 10, 10], 'mpegts'));
  t.false(hides([10, 1, 3, 2], 'mpegts'));
  t.false(hides([10, 10, 9, 10], 'matroska,webm'));
});
