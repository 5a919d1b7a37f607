import test from 'ava';
import { summariseReport } from '../../../../src/adapters/local/terminal/summary.ts';
import { createSampleReport, withMissingPictures } from '../../../helpers/sample-report.ts';

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

test('breaks that ads may not go into are told, and why there are none', (t) => {
  const report = createSampleReport();
  const [first, ...others] = report.storyBreaks;
  const text = (changes: Partial<typeof report>) => summariseReport({ ...report, warnings: [], ...changes }, []);
  t.regex(
    text({ storyBreaks: [{ ...first!, safe: false }, ...others] }),
    /1 beside a scene that is not safe: left out/,
  );
  t.notRegex(text({ storyBreaks: others.map((found) => ({ ...found, safe: true })) }), /not safe/);
  const why = { code: 'no-breaks', message: 'No story break was found: nothing changes.' } as const;
  t.regex(
    text({ storyBreaks: [], warnings: [why] }),
    /story breaks {2}0\n {4}No story break was found: nothing changes/,
  );
  const { part } = report.video;
  const short = { ...part, endSeconds: part.startSeconds + 8 };
  const video = { ...report.video, part: short };
  t.regex(text({ storyBreaks: [], video }), /story breaks {2}0\n {4}Videos under 10 s have none/);
  const cut = { ...report.video, part: { ...short, endFrame: part.startFrame + 200 } };
  t.regex(text({ storyBreaks: [], video: cut }), /story breaks {2}0\n {4}Parts under 10 s have none/);
  t.regex(text({ video: cut }), /part {10}0\.00 to 8\.00 s \(frames 0 to 199\): nothing else was analysed/);
  t.notRegex(text({}), /nothing else/);
});

test('what timecodes count is told where the pictures do not give it, and the source’s own start', (t) => {
  const text = (options: Parameters<typeof createSampleReport>[0]) => summariseReport(createSampleReport(options), []);
  t.notRegex(text({}), /timecode/);
  t.regex(
    text({ frameRate: { numerator: 59, denominator: 2 } }),
    /^ {2}timecode {6}counts 30 frames a second, by time: the video has 29\.5$/m,
  );
  t.regex(text({ startTimecode: '01:00:00:00' }), /^ {2}timecode {6}the source starts at 01:00:00:00$/m);
});

test('what nobody saw stands below the verdict', (t) => {
  const report = createSampleReport();
  t.notRegex(summariseReport(report, []), / {2}pictures {2}|not seen/);
  const text = summariseReport(withMissingPictures(report), []);
  t.regex(text, / {2}pictures {6}14925 of 15000 decoded\n/);
  t.regex(text, / {2}brand safety .*\n {4}not seen: 3\.0 s of 600\.0 s of the pictures could not be decoded\n/);
});
