import test from 'ava';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Report } from '../../src/core/report.ts';
import { csvFormat } from '../../src/formats/csv.ts';
import { createSampleReport, withMissingPictures } from '../helpers/sample-report.ts';

const render = (report: Report) => csvFormat.render(report, { thumbnails: new Map() });
const read = (report: Report): Record<string, string>[] =>
  parse(render(report), { columns: true, record_delimiter: '\r\n' });

test('one line a shot, under a header', (t) => {
  const report = createSampleReport();
  const rows = read(report);
  t.is(rows.length, report.shots.length);
  t.is(
    render(report).split('\r\n')[0],
    'shot,scene,startFrame,endFrame,startSeconds,endSeconds,startTimecode,endTimecode,transition,transitionStartFrame,transitionEndFrame,keyFrame,thumbnail,labels,sceneVerdict,sceneRisk,brands,products,notSeenSeconds,sceneNotSeen',
  );
  for (const [i, row] of rows.entries()) {
    const shot = report.shots[i]!;
    t.is(Number(row.startFrame), shot.startFrame);
    t.is(Number(row.endSeconds), shot.endSeconds);
    t.is(row.startTimecode, shot.startTimecode);
    t.is(row.transition, shot.transitionIn.type);
    const scene = report.scenes[Number(row.scene)]!;
    t.true(scene.firstShot <= i && i <= scene.lastShot);
    t.is(row.sceneVerdict, scene.safety.verdict);
  }
});

test('a shot without a thumbnail or labels leaves its cells empty', (t) => {
  const report = createSampleReport({ shotCount: 1, thumbnails: false });
  report.shots[0]!.labels = [];
  const [row] = read(report);
  t.is(row!.thumbnail, '');
  t.is(row!.labels, '');
});

test('a shot names the brands and products that are seen in it', (t) => {
  const report = createSampleReport({ appearances: true });
  const sceneOf = (shot: number) => report.scenes.findIndex(({ lastShot }) => shot <= lastShot);
  for (const [i, row] of read(report).entries()) {
    const scene = sceneOf(i);
    t.is(row.brands, scene === 0 ? 'Acme <Cola>' : scene >= 2 && scene < 9 ? 'Northwind' : '');
    t.is(row.products, scene === 0 ? 'sku-1; sku-2' : '');
  }
});

test('text that a spreadsheet would run gets an apostrophe', (t) => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
    const report = createSampleReport({ shotCount: 1 });
    report.shots[0]!.labels = [{ name: `${start}HYPERLINK("http://evil.example")`, taxonomy: 'x', confidence: 0.5 }];
    t.true(read(report)[0]!.labels!.startsWith(`'${start}`), JSON.stringify(start));
  }
});

test('any label survives quoting', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const report = createSampleReport({ shotCount: 1 });
      report.shots[0]!.labels = [{ name: `a${name}`, taxonomy: 'x', confidence: 0.5 }];
      t.is(read(report)[0]!.labels, `a${name} 0.5`);
    }),
    { numRuns: 200 },
  );
});

test('a shot says how much of it was not seen', (t) => {
  const report = createSampleReport();
  t.true(read(report).every((row) => row.notSeenSeconds === '0' && row.sceneNotSeen === ''));
  const rows = read(withMissingPictures(report));
  t.is(
    rows.reduce((sum, row) => sum + Number(row.notSeenSeconds), 0),
    3,
  );
  t.regex(rows[0]!.sceneNotSeen!, /could not be decoded/);
});
