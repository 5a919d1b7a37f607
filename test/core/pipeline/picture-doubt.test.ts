import test from 'ava';
import { measureCoverage } from '../../../src/core/pipeline/measure-coverage.ts';
import { describePictureDoubt } from '../../../src/core/pipeline/picture-doubt.ts';
import { createPlan, createProbe, createRecord } from '../../helpers/measured.ts';

function doubt(promised: readonly number[], seen: readonly number[], isDamaged: boolean): string | null {
  const plan = createPlan(createProbe(promised));
  const records = [createRecord(seen, { isDamaged })];
  return describePictureDoubt(plan, records, measureCoverage(plan, records));
}

test('half of a damaged file is too little to call it safe, however short it is', (t) => {
  t.is(doubt([2], [1], true), 'only 1 of 2 pictures could be decoded');
  t.is(doubt([10, 10, 10, 10], [10, 10, 10, 9], true), null);
});

test('what a codec leaves out by design is not a doubt', (t) => {
  t.is(doubt([10, 10, 10, 10], [5, 5, 5, 5], false), null);
});
