import test from 'ava';
import { parse } from 'csv-parse/sync';
import { csvFramesFormat } from '../../src/formats/csv-frames.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

test('a line for each label of each sampled frame, with the shot and the scene that it lies in', (t) => {
  const report = createSampleReport();
  report.frames[0]!.labels = [{ name: 'art_gallery', taxonomy: 'everyday', confidence: 0.5 }];
  report.frames[1]!.labels = [];
  const rows: Record<string, string>[] = parse(csvFramesFormat.render(report, { thumbnails: new Map() }), {
    columns: true,
    record_delimiter: '\r\n',
  });
  t.is(
    rows.length,
    report.frames.reduce((sum, { labels }) => sum + labels.length, 0),
  );
  t.like(rows[0], { label: 'art_gallery', displayName: 'Art gallery', taxonomy: 'everyday', confidence: '0.5' });
  for (const row of rows) {
    const [frame, shot, scene] = [Number(row['frame']), Number(row['shot']), Number(row['scene'])];
    t.true(report.shots[shot]!.startFrame <= frame && frame < report.shots[shot]!.endFrame);
    t.true(report.scenes[scene]!.firstShot <= shot && shot <= report.scenes[scene]!.lastShot);
  }
});
