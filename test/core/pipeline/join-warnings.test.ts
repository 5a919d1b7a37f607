import test from 'ava';
import type { VideoProbe } from '../../../src/core/index.ts';
import { listWarnings } from '../../../src/core/pipeline/join-warnings.ts';
import { measureCoverage } from '../../../src/core/pipeline/measure-coverage.ts';
import { describePictureDoubt } from '../../../src/core/pipeline/picture-doubt.ts';
import type { ChunkRecord } from '../../../src/core/pipeline/records.ts';
import { createPlan, createProbe, createRecord } from '../../helpers/measured.ts';

const FULL = [10, 10, 10, 10, 10, 10];

function warn(
  seen: readonly number[],
  more: Partial<ChunkRecord> = {},
  { preset = 'balanced' as 'fast' | 'balanced', probe = {} as Partial<VideoProbe>, frameCount = 60 } = {},
) {
  const plan = createPlan(createProbe(FULL, probe), preset);
  const records = [createRecord(seen, more)];
  const coverage = measureCoverage(plan, records);
  const warnings = listWarnings(plan, records, { ...plan.probe, frameCount }, coverage);
  return {
    doubt: describePictureDoubt(plan, records, coverage),
    messages: Object.fromEntries(warnings.map(({ code, message }) => [code, message])),
  };
}

test('nothing is said where all is well', (t) => {
  t.deepEqual(warn(FULL), { doubt: null, messages: {} });
});

test('damage is told with how many pictures of how many, and where', (t) => {
  const { damaged } = warn([10, 0, 0, 10, 2, 10], { isDamaged: true }).messages;
  t.regex(damaged!, /32 of 60 pictures were decoded; most are missing from 1.0 to 3.0 s, from 4.0 to 5.0 s\./);
  t.regex(warn(FULL, { isDamaged: true }).messages['damaged']!, /60 of 60 pictures were decoded\. The rest/);
  const silent = warn([10, 0, 0, 10, 10, 10]).messages;
  t.deepEqual(Object.keys(silent), ['pictures-missing']);
});

test('an end that cannot be decoded is told with the pictures', (t) => {
  const { messages } = warn([10, 10, 10, 10, 0, 0], {}, { frameCount: 40 });
  t.regex(messages['undecodable-end']!, /last 20 frames could not be decoded \(40 of 60 pictures were decoded\)/);
});

test('why the sound was not measured is told', (t) => {
  const message = (soundFault: ChunkRecord['soundFault']) => warn(FULL, { soundFault }).messages['sound-not-measured'];
  t.regex(message('not-decodable')!, /cannot be decoded/);
  t.regex(message('format-changes')!, /changes its format/);
  t.false('sound-not-measured' in warn(FULL).messages);
});

test('sound that is longer explains a longer file', (t) => {
  const probe = { declaredSeconds: 10 };
  t.deepEqual(Object.keys(warn(FULL, {}, { probe }).messages), ['cut-short']);
  t.regex(warn(FULL, {}, { probe }).messages['cut-short']!, /its 60 pictures end at 6\.00 s/);
  const longer = warn(FULL, { soundAfterSeconds: 3.9 }, { probe }).messages;
  t.deepEqual(Object.keys(longer), ['sound-longer']);
  t.regex(longer['sound-longer']!, /goes on for 3\.9 s/);
});

test('a video with too few key frames for the fast preset is told, and not called safe', (t) => {
  const fast = { preset: 'fast' as const };
  const one = warn([1, 0, 0, 0, 0, 0], {}, fast);
  t.regex(one.messages['few-key-frames']!, /6\.0 s have 1: too few .* --preset balanced/);
  t.regex(one.doubt!, /only 1 picture was looked at/);
  const usual = warn([1, 0, 0, 0, 0, 1], {}, fast);
  t.false('few-key-frames' in usual.messages);
  t.is(usual.doubt, null);
});

test('a decoder that reports many errors leaves a doubt, a few do not', (t) => {
  t.regex(warn(FULL, { isDamaged: true, pictureErrors: 9 }).doubt!, /9 errors in 60 pictures/);
  t.is(warn(FULL, { isDamaged: true, pictureErrors: 2 }).doubt, null);
});
