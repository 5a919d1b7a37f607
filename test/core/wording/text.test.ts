import test from 'ava';
import fc from 'fast-check';
import { formatClock, titleScene, topLabels, toSingleLine } from '../../../src/core/wording/text.ts';

const label = (name: string, confidence: number) => ({ name, taxonomy: 'places', confidence });

test('clock times', (t) => {
  t.is(formatClock(0), '00:00:00.000');
  t.is(formatClock(59_999), '00:00:59.999');
  t.is(formatClock(3_723_041), '01:02:03.041');
  t.is(formatClock(360_000_000), '100:00:00.000');
});

test('a clock time reads back', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (ms) => {
      const [hours, minutes, rest] = formatClock(ms).split(':').map(Number);
      t.is(Math.round((hours! * 3600 + minutes! * 60 + rest!) * 1000), ms);
    }),
  );
  t.pass();
});

test('a single line holds no line end and no control character', (t) => {
  t.is(toSingleLine(' a\r\nb\tc\u2028d\u0000\u0085e '), 'a b c d e');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      t.notRegex(toSingleLine(text), /[\p{Cc}\u2028\u2029]/u);
    }),
  );
});

test('a scene is named by its number from one and its two best labels', (t) => {
  t.is(
    titleScene({ index: 0, labels: [] }, ({ name }) => name),
    'Scene 1',
  );
  const labels = [label('table', 0.4), label('kitchen', 0.9), label('cup\n', 0.5)];
  t.is(
    titleScene({ index: 2, labels }, ({ name }) => name),
    'Scene 3: kitchen, cup',
  );
});

test('of equal labels the first is ahead', (t) => {
  t.deepEqual(
    topLabels([label('a', 0.5), label('b', 0.5), label('c', 0.6)], 2).map(({ name }) => name),
    ['c', 'a'],
  );
});
