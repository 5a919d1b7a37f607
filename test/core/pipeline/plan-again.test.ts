import test from 'ava';
import { planAgain } from '../../../src/core/pipeline/plan-again.ts';
import type { ChunkRecord } from '../../../src/core/pipeline/records.ts';
import { createPlan, createProbe, createRecord } from '../../helpers/measured.ts';

const plan = createPlan(createProbe(new Array(60).fill(10)), 'balanced', { start: 20, end: 24 });
const record = (seen: readonly number[], more: Partial<ChunkRecord>) =>
  createRecord(seen, { chunk: plan.chunks[0]!, ...more }, 20);
const ALL = [10, 10, 10, 10];

test('damage in a part has it measured from the start of the file, and that stands', (t) => {
  t.is(planAgain(plan, [record(ALL, {})]), null);
  const damaged = record(ALL, { isDamaged: true, lostOnly: false });
  const again = planAgain(plan, [damaged])!;
  t.regex(again.fault, /damage/);
  t.deepEqual(again.plan.part, { ...plan.part, isSought: false });
  t.deepEqual(again.plan.chunks, [{ index: 2, startFrame: 200, endFrame: 240, audio: true }]);
  t.is(planAgain(again.plan, [{ ...damaged, chunk: again.plan.chunks[0]! }]), null);
});

test('pictures that a decoder loses before the part do not count as damage, those inside do', (t) => {
  const lost = { isDamaged: true, lostOnly: true };
  t.is(planAgain(plan, [record(ALL, lost)]), null);
  t.not(planAgain(plan, [record([10, 9, 10, 10], lost)]), null);
});
