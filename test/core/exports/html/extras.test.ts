import test from 'ava';
import { readLoudness, readOtherCandidates } from '../../../../src/core/exports/html/model/extras.ts';
import { createSampleReport } from '../../../helpers/sample-report.ts';

const report = createSampleReport();

test('a report without them has none', (t) => {
  t.deepEqual(readOtherCandidates({}), []);
  t.is(readLoudness({ timeline: { framesPerPoint: 4, shotChange: [] } }), null);
  t.is(readLoudness({ ...report, timeline: { ...report.timeline, loudness: [null, null] } }), null);
});

test('candidates that became breaks are the breaks', (t) => {
  const other = { frame: 10, seconds: 0.4, score: 0.2, outcome: 'too-close' };
  const breakCandidates = [other, { ...other, outcome: 'chosen' }, { ...other, score: 'high' }, null];
  t.deepEqual(readOtherCandidates({ ...report, breakCandidates }), [other]);
  t.deepEqual(readOtherCandidates({ ...report, breakCandidates: 'many' }), []);
});

test('loudness where it was measured', (t) => {
  const timeline = { framesPerPoint: 4, shotChange: [], loudness: [-23, null, 'loud'] };
  t.deepEqual(readLoudness({ timeline }), { framesPerPoint: 4, values: [-23, null, null] });
});
