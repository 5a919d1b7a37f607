import test from 'ava';
import { summariseReport } from '../../../../src/adapters/local/terminal/summary.ts';
import { createSampleReport } from '../../../helpers/sample-report.ts';

test('below the verdict stands once what nobody has measured of adult content', (t) => {
  const report = createSampleReport();
  const lines = summariseReport(report, []).split('\n');
  const verdict = lines.findIndex((line) => line.startsWith('  brand safety'));
  const notes = lines.filter((line) => line.includes('has not been measured'));
  t.is(notes.length, 1);
  t.true(lines.indexOf(notes[0]!) > verdict);
  t.true(lines.indexOf(notes[0]!) < lines.findIndex((line) => line.startsWith('  story breaks')));
});

test('nothing is said of a category that was not assessed', (t) => {
  const report = createSampleReport();
  const adult = report.brandSafety.categories[0]!;
  Object.assign(adult, { status: 'not-assessed', risk: null, verdict: null, note: 'No network or head knows it.' });
  const text = summariseReport(report, []);
  t.false(text.includes('measured') || text.includes('No network'));
});
