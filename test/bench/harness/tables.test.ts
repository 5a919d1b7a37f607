import test from 'ava';
import { alignColumns, tableHead, tableRow } from '../../../bench/harness/tables.ts';

test('rows of a Markdown table show numbers with three digits, texts as they are', (t) => {
  t.is(tableRow(['film', 0.5, '7', 1]), '| film | 0.500 | 7 | 1.000 |');
  t.is(tableHead(['', 'found']), '|  | found |\n|---|---|');
});

test('columns are as wide as their widest cells: texts to the left, numbers to the right', (t) => {
  t.is(
    alignColumns([
      ['work', 'by', 'CPU', 'share', ''],
      ['decoding', 'ffmpeg', '6.20 s', '100.0 %', ''],
      ['the join', 'us', '12.05 s', '-9.1 %', ''],
    ]),
    'work      by      CPU      share\ndecoding  ffmpeg   6.20 s  100.0 %\nthe join  us      12.05 s   -9.1 %',
  );
});

test('a remark at the end of a row makes no column wider', (t) => {
  t.is(
    alignColumns([
      ['decoding', '6.20 s', 'of itself, by definition'],
      ['the join', '12.05 s', ''],
      ['x', '1 s'],
    ]),
    'decoding   6.20 s  of itself, by definition\nthe join  12.05 s\nx         1 s',
  );
});
