import test from 'ava';
import { parse } from 'csv-parse/sync';
import type { Report } from '../../src/core/report.ts';
import { csvSegmentsFormat } from '../../src/formats/csv-segments.ts';
import { createSampleReport, withMissingPictures } from '../helpers/sample-report.ts';

const read = (report: Report): Record<string, string>[] =>
  parse(csvSegmentsFormat.render(report, { thumbnails: new Map() }), { columns: true, record_delimiter: '\r\n' });

const report = createSampleReport({ appearances: true, startSeconds: 1.4 });
const rows = read(report);
const ofKind = (kind: string) => rows.filter((row) => row['kind'] === kind);

test('a line for every segment of every kind', (t) => {
  const count = (list: readonly { readonly segments: readonly unknown[] }[]) =>
    list.reduce((sum, { segments }) => sum + segments.length, 0);
  t.is(ofKind('label').length, count(report.labels));
  t.is(ofKind('safety').length, count(report.brandSafety.categories));
  t.is(ofKind('brand').length, count(report.brands));
  t.is(ofKind('product').length, count(report.productListings));
  t.is(ofKind('cue').length, report.cues.length);
  t.is(rows.length, ['label', 'safety', 'brand', 'product', 'cue'].flatMap(ofKind).length);
});

test('a product’s line says what, when and where', (t) => {
  const [listing] = report.productListings as [Report['productListings'][number]];
  const [segment] = listing.segments as [(typeof listing.segments)[number]];
  const row = ofKind('product')[0]!;
  t.like(row, { id: 'sku-1', name: listing.title, url: listing.url!, boxLeft: '0.2', boxBottom: '0.7', risk: '' });
  t.is(Number(row['startSeconds']), segment.startSeconds);
  t.is(Number(row['startFrame']), 0);
  t.is(Number(row['endFrame']), report.scenes[0]!.endFrame);
  t.is(row['endTimecode'], report.scenes[0]!.endTimecode);
  t.is(row['thumbnail'], segment.thumbnail!);
});

test('a risk’s line names the class that is the reason', (t) => {
  const category = report.brandSafety.categories.find(({ segments }) => segments.length > 0)!;
  const row = ofKind('safety')[0]!;
  t.like(row, { name: category.category, risk: category.segments[0]!.risk, evidence: category.segments[0]!.evidence });
});

test('a label’s line has its id and its categories', (t) => {
  const iabCategories = [
    { id: '1', name: 'One' },
    { id: '2', name: 'Two' },
  ];
  const [label] = report.labels as [Report['labels'][number]];
  const [row] = read({ ...report, labels: [{ ...label, id: 'n1', iabCategories }] });
  t.like(row, { kind: 'label', id: 'n1', taxonomy: label.taxonomy, iabCategories: 'One; Two' });
});

test('where no picture was seen has a line of its own', (t) => {
  t.is(ofKind('not-seen').length, 0);
  const [row, ...others] = read(withMissingPictures(report)).filter(({ kind }) => kind === 'not-seen');
  t.like(row, { name: 'pictures not decoded', startSeconds: '3.4', endSeconds: '6.4', startFrame: '50', verdict: '' });
  t.deepEqual(others, []);
});
