import test from 'ava';
import { toBreakRequest } from '../../../../src/adapters/local/options/break-options.ts';
import { parseRanges } from '../../../../src/adapters/local/options/option-parsers.ts';

test('ranges are of seconds or clock times', (t) => {
  t.deepEqual(parseRanges('0-60,540-600.5'), [
    { startSeconds: 0, endSeconds: 60 },
    { startSeconds: 540, endSeconds: 600.5 },
  ]);
  t.deepEqual(parseRanges('0:30-1:05:00.25, 90 - 2:00'), [
    { startSeconds: 30, endSeconds: 3900.25 },
    { startSeconds: 90, endSeconds: 120 },
  ]);
});

test('what is not a range is refused', (t) => {
  for (const text of [
    '',
    '5',
    '5-',
    '-5',
    '5-4',
    '5-5',
    '1-2-3',
    'a-b',
    '1:60-200',
    '1:75:00-9999',
    '0-60;70-80',
    '1e1-20',
  ])
    t.throws(() => parseRanges(text), { message: /give ranges of seconds or clock times/ }, text);
});

test('what was not asked for is not in the request', (t) => {
  t.is(toBreakRequest({}), undefined);
  t.deepEqual(toBreakRequest({ breaks: 0 }), { count: 0 });
  t.deepEqual(toBreakRequest({ breaksPerHour: 4, breakSpacing: 90, noBreakRanges: parseRanges('0-9') }), {
    perHour: 4,
    spacingSeconds: 90,
    noBreakZones: [{ startSeconds: 0, endSeconds: 9 }],
  });
});
