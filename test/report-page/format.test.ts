import test from 'ava';
import {
  countOf,
  formatCount,
  formatDollars,
  formatDuration,
  formatRate,
  formatScore,
  formatSize,
  formatTime,
  humanize,
} from '../../src/report-page/model/format.ts';

const cases: [string, string][] = [
  [formatTime(0), '0:00'],
  [formatTime(65), '1:05'],
  [formatTime(36_001), '10:00:01'],
  [formatTime(1.25, 0.1), '0:01.3'],
  [formatTime(0.1 + 0.2, 0.1), '0:00.3'],
  [formatDuration(0.04), '40 ms'],
  [formatDuration(7.44), '7.4 s'],
  [formatDuration(59.96), '1 min 00 s'],
  [formatDuration(4325), '1 h 12 min'],
  [formatSize(0), '0 B'],
  [formatSize(999), '999 B'],
  [formatSize(1500), '1.5 kB'],
  [formatSize(184_320_117), '184 MB'],
  [formatSize(999_600), '1 MB'],
  [formatSize(5e15), '5000 TB'],
  [formatCount(1_234_567), '1,234,567'],
  [countOf(1, 'shot'), '1 shot'],
  [countOf(1500, 'shot'), '1,500 shots'],
  [formatScore(0.836), '0.84'],
  [formatRate({ numerator: 30_000, denominator: 1001 }), '29.97'],
  [formatRate({ numerator: 25, denominator: 1 }), '25'],
  [formatDollars(0), '$0'],
  [formatDollars(0.00161), '$0.0016'],
  [formatDollars(0.25), '$0.25'],
  [formatDollars(12.3), '$12.30'],
  [formatDollars(1e-20), '$0.000000000000'],
  [humanize('label-change'), 'Label change'],
  [humanize('sampleFps'), 'Sample fps'],
  [humanize('Arms & Ammunition'), 'Arms & Ammunition'],
  [humanize(''), ''],
];

test('times, sizes, counts and names read as people write them', (t) => {
  for (const [actual, expected] of cases) t.is(actual, expected);
});
