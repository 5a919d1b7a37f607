import test from 'ava';
import { POLICIES, resolvePolicy } from '../../src/core/classify/policy.ts';
import { describePolicy } from '../../src/report-page/model/policy-words.ts';

test('a policy in words', (t) => {
  t.deepEqual(describePolicy(POLICIES.standard), [
    'In every category: review from medium risk on, unsafe from high risk on.',
    'Categories that were not assessed do not count towards the verdict.',
  ]);
  t.deepEqual(describePolicy(POLICIES.lenient).slice(0, 2), [
    'In general: review from high risk on, unsafe from floor risk on.',
    'Adult & Explicit Sexual Content: review from medium risk on, unsafe from high risk on.',
  ]);
});

test('what is never asked for is not named', (t) => {
  const policy = resolvePolicy({
    default: { reviewFrom: 'never', unsafeFrom: 'never' },
    categories: { adult: { reviewFrom: 'high', unsafeFrom: 'high' } },
    notAssessed: 'review',
  });
  t.deepEqual(describePolicy(policy), [
    'In general: safe whatever the risk.',
    'Adult & Explicit Sexual Content: unsafe from high risk on.',
    'Where any category was not assessed, the verdict is review at least.',
  ]);
});
