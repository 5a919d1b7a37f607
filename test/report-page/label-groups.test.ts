import test from 'ava';
import { groupLabels, listTitles, sumSeconds } from '../../src/report-page/model/label-groups.ts';
import { createSampleReport, createVideoLabel } from '../helpers/sample-report.ts';

const segment = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds, confidence: 0.5 });
const label = (taxonomy: string, name: string, seconds: number, confidence = 0.5) =>
  createVideoLabel({ taxonomy, name, confidence }, [segment(0, seconds)]);

test('labels stand by taxonomy: what everybody sees, sensitive things, things, then one’s own; the longest on screen first', (t) => {
  const groups = groupLabels([
    label('mine', 'constructor', 3),
    label('imagenet', 'espresso', 2),
    label('safety', 'alcohol', 1),
    label('everyday', 'kitchen', 4, 0.3),
    label('everyday', 'art_gallery', 9),
    label('everyday', 'street', 4, 0.9),
  ]);
  t.deepEqual(
    groups.map(({ title, labels }) => [title, ...labels.map((one) => one.title)]),
    [
      ['What it shows', 'Art gallery', 'Street', 'Kitchen'],
      ['Sensitive things', 'Alcohol'],
      ['Things', 'Espresso'],
      ['Mine', 'constructor'],
    ],
  );
});

test('classes that are evidence only are not labels', (t) => {
  t.deepEqual(groupLabels([label('nsfwjs', 'Neutral', 9)]), []);
});

test('time on screen is that of all segments', (t) => {
  t.is(sumSeconds([segment(1, 2), segment(5, 7.5)]), 3.5);
  t.is(sumSeconds([]), 0);
});

test('only names that people read otherwise are listed', (t) => {
  const report = createSampleReport({ shotCount: 1, breakCount: 0 });
  report.scenes[0]!.labels = [];
  report.labels = [label('toString', 'kitchen', 1)];
  report.shots[0]!.labels = [
    { taxonomy: 'everyday', name: 'art_gallery', confidence: 0.5 },
    { taxonomy: 'nsfwjs', name: 'Porn', confidence: 0.5 },
  ];
  t.deepEqual(JSON.parse(JSON.stringify(listTitles(report))), { everyday: { art_gallery: 'Art gallery' } });
});
