import test from 'ava';
import { CATEGORIES, riskRank } from '../../../src/core/classify/garm.ts';
import { judgeRisk, POLICIES, POLICY_NAMES, resolvePolicy } from '../../../src/core/classify/policy.ts';

const ADULT = CATEGORIES[0]!;
const ARMS = CATEGORIES[1]!;
const VERDICTS = ['safe', 'review', 'unsafe'];
const RISKS = ['none', 'low', 'medium', 'high', 'floor'] as const;

test('every policy judges a worse risk no better, and strict no better than standard than lenient', (t) => {
  for (const category of CATEGORIES)
    for (const risk of RISKS) {
      const ranks = POLICY_NAMES.map((name) => VERDICTS.indexOf(judgeRisk(POLICIES[name], category, risk, risk)));
      t.deepEqual(
        ranks,
        ranks.toSorted((a, b) => b - a),
        `${category} ${risk}`,
      );
      for (const name of POLICY_NAMES)
        for (const worse of RISKS.slice(riskRank(risk)))
          t.true(
            VERDICTS.indexOf(judgeRisk(POLICIES[name], category, worse, worse)) >=
              VERDICTS.indexOf(judgeRisk(POLICIES[name], category, risk, risk)),
          );
    }
});

test('what no several pictures agree on is never unsafe, under any policy', (t) => {
  for (const name of POLICY_NAMES)
    for (const category of CATEGORIES)
      for (const risk of RISKS) {
        t.not(judgeRisk(POLICIES[name], category, risk, 'none'), 'unsafe');
        t.is(
          judgeRisk(POLICIES[name], category, risk, 'none') === 'safe',
          judgeRisk(POLICIES[name], category, risk, risk) === 'safe',
        );
      }
  t.is(judgeRisk(POLICIES.standard, ADULT, 'floor', 'medium'), 'review');
});

test('a brand writes what differs, by name or short id', (t) => {
  const policy = resolvePolicy({
    name: 'toys',
    categories: { arms: { unsafeFrom: 'low' }, 'drugs-tobacco-alcohol': { unsafeFrom: 'never' } },
  });
  t.is(judgeRisk(policy, ARMS, 'low', 'low'), 'unsafe');
  t.is(judgeRisk(policy, CATEGORIES[7]!, 'floor', 'floor'), 'review');
  t.is(judgeRisk(policy, ADULT, 'high', 'high'), 'unsafe');
  t.deepEqual(resolvePolicy({ categories: { [ARMS]: { unsafeFrom: 'low' } } }).categories[ARMS], {
    reviewFrom: 'low',
    unsafeFrom: 'low',
  });
});

test('what cannot be meant is refused by name', (t) => {
  t.throws(() => resolvePolicy({ categories: { guns: {} } }), {
    message: /unknown category "guns"\. Known:/,
  });
  t.throws(() => resolvePolicy({ default: { reviewFrom: 'high', unsafeFrom: 'low' } }), {
    message: /default asks for a review from high on and calls unsafe what is low/,
  });
});
