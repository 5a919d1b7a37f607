import test from 'ava';
import fc from 'fast-check';
import {
  findWitnesses,
  hearWitnesses,
  type ScoreSource,
  scaleRisk,
} from '../../../src/core/classify/evidence-scores.ts';
import { CATEGORIES } from '../../../src/core/classify/garm.ts';
import { POLICIES } from '../../../src/core/classify/policy.ts';
import { assessSafety } from '../../../src/core/classify/safety.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const DRUGS = CATEGORIES[7]!;
const AGGRESSION = CATEGORIES[5]!;
const risk = { low: 0.2, medium: 0.3, high: 0.5 };

const createSource = (scores: readonly number[][]): ScoreSource => ({
  name: 'sensitive',
  taxonomy: 'safety',
  classes: ['alcohol', 'smoking', 'fighting'],
  isExclusive: false,
  riskThresholds: [risk, { low: 0.2, medium: 0.8, high: 1 }, null],
  scores: scores.map((row) => Float32Array.from(row)),
});

test('thresholds come to lie at the same places of the scale, and order is kept', (t) => {
  t.is(scaleRisk(0.2, risk), 0.4);
  t.is(scaleRisk(0.3, risk), 0.55);
  t.is(scaleRisk(0.5, risk), 0.85);
  t.is(scaleRisk(1, risk), 1);
  t.is(scaleRisk(0.7, null), 0.7);
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, fc.array(unit, { minLength: 3, maxLength: 3 }), (a, b, steps) => {
      const [low, medium, high] = steps.toSorted((x, y) => x - y) as [number, number, number];
      const [x, y] = [a, b].toSorted((p, q) => p - q).map((p) => scaleRisk(p, { low, medium, high })) as [
        number,
        number,
      ];
      t.true(x <= y && x >= 0 && y <= 1);
    }),
  );
});

test('the loudest class of several speaks, with its own probability', (t) => {
  const witnesses = findWitnesses(DRUGS, [createSource([[0.45, 0.6, 1]])]);
  const heard = hearWitnesses(witnesses, 0, 'low');
  t.is(heard.className, 'alcohol');
  t.is(heard.probability, Math.fround(0.45));
});

test('a category is judged by a head, with the class and the frame that are the reason', (t) => {
  const scores = Array.from({ length: 20 }, (_, i) =>
    i >= 5 && i < 9 ? [0.1, i === 7 ? 0.95 : 0.85, 0.9] : [0, 0, 0],
  );
  const { verdict, categories } = assessSafety({
    frames: scores.map((_, i) => i * 5),
    sources: [createSource(scores)],
    policy: POLICIES.standard,
    shots: cutShots(100),
    scenes: [{ firstShot: 0, lastShot: 0 }],
    grid: tenFps(100),
  });
  const find = (name: string) => categories.find(({ category }) => category === name)!;
  t.is(verdict, 'review');
  t.like(find(DRUGS), { status: 'assessed', risk: 'medium', verdict: 'review', model: 'sensitive' });
  t.like(find(DRUGS).segments[0], { evidence: 'smoking', risk: 'medium' });
  t.true(find(DRUGS).segments[0]!.frame >= 25 && find(DRUGS).segments[0]!.frame <= 40);
  t.regex(find(DRUGS).note!, /drugs are not recognised/);
  t.like(find(AGGRESSION), { status: 'not-assessed', risk: null, verdict: null });
  t.regex(find(AGGRESSION).note!, /knows fighting, but finds it too unsurely/);
  t.regex(find('Terrorism').note!, /No network or head/);
});
