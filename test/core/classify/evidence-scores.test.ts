import test from 'ava';
import fc from 'fast-check';
import { findEvidence, type ScoreSource, scoreEvidence, toLevel } from '../../../src/core/classify/evidence-scores.ts';
import { CATEGORIES } from '../../../src/core/classify/garm.ts';
import { POLICIES } from '../../../src/core/classify/policy.ts';
import { assessSafety } from '../../../src/core/classify/safety.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const ADULT = CATEGORIES[0]!;
const DRUGS = CATEGORIES[7]!;
const AGGRESSION = CATEGORIES[5]!;

const createHead = (scores: readonly number[][]): ScoreSource => ({
  name: 'sensitive',
  kind: 'head',
  taxonomy: 'safety',
  classes: ['alcohol', 'smoking', 'fighting'],
  riskThresholds: [
    { low: 0.2, medium: 0.3, high: 0.5 },
    { low: 0.2, medium: 0.8, high: 1 },
    { low: 0.2, medium: 0.8, high: 1 },
  ],
  scores: scores.map((row) => Float32Array.from(row)),
});

/** nsfwjs's classes at given shares of Porn and Hentai, the rest Neutral. */
const createNetwork = (scores: readonly (readonly [porn: number, hentai: number, neutral: number])[]): ScoreSource => ({
  name: 'safety',
  kind: 'network',
  taxonomy: 'nsfwjs',
  classes: ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'],
  riskThresholds: null,
  scores: scores.map(([porn, hentai, neutral]) => Float32Array.of(0, hentai, neutral, porn, 0)),
});

test('steps lie at whole levels, levels rise with log odds, and a step of never is not reached', (t) => {
  const steps = { low: 1, medium: 2, high: 4, floor: Number.POSITIVE_INFINITY };
  t.deepEqual(
    [1, 1.5, 2, 3, 4, -1].map((logOdds) => toLevel(logOdds, steps)),
    [1, 1.5, 2, 2.5, 3, 0],
  );
  const never = { low: 1, medium: 2, high: Number.POSITIVE_INFINITY, floor: Number.POSITIVE_INFINITY };
  t.true(toLevel(12, never) < 3);
  const logOdds = fc.double({ min: -12, max: 12, noNaN: true });
  fc.assert(
    fc.property(logOdds, logOdds, fc.array(logOdds, { minLength: 4, maxLength: 4 }), (a, b, four) => {
      const [low, medium, high, floor] = four.toSorted((x, y) => x - y) as [number, number, number, number];
      const [x, y] = [Math.min(a, b), Math.max(a, b)].map((z) => toLevel(z, { low, medium, high, floor }));
      t.true(x! <= y! && x! >= 0 && y! < 5);
    }),
    { seed: 1 },
  );
});

test('a head is judged by the thresholds of its file, and no further than its ceiling', (t) => {
  const [alcohol, smoking, ...others] = findEvidence(DRUGS, [createHead([[0.3, 0.2, 1]]), createNetwork([])]);
  t.is(others.length, 0);
  t.true(Math.abs(scoreEvidence(alcohol!, 0).level - 2) < 1e-6);
  t.true(Math.abs(scoreEvidence(smoking!, 0).level - 1) < 1e-6);
  t.like(scoreEvidence(smoking!, 0), { className: 'smoking', probability: Math.fround(0.2) });
  const [sure] = findEvidence(DRUGS, [createHead([[0.999, 0, 0]])]);
  t.true(scoreEvidence(sure!, 0).level < 3);
  t.deepEqual(findEvidence(AGGRESSION, [createHead([[0, 0, 1]])]), []);
});

test('names for one thing add up, and scores next to 1 are still told apart', (t) => {
  const [explicit] = findEvidence(ADULT, [
    createNetwork([
      [0.5, 0.49, 0.01],
      [0.9, 0.0999, 1e-4],
      [1, 0, 1e-7],
    ]),
  ]);
  const levels = [0, 1, 2].map((sample) => scoreEvidence(explicit!, sample).level);
  t.true(levels[0]! > 2 && levels[0]! < 3);
  t.true(levels[1]! > 4 && levels[2]! > levels[1]!);
  const { className, probability } = scoreEvidence(explicit!, 0);
  t.is(className, 'Porn');
  t.true(Math.abs(probability - 0.99) < 1e-6);
});

test('a category is judged by a head, with the class, the frame and the agreement that are the reason', (t) => {
  const scores = Array.from({ length: 20 }, (_, i) =>
    i >= 5 && i < 12 ? [0.1, i === 7 ? 0.95 : i === 8 ? 0.1 : 0.85, 0.9] : [0, 0, 0],
  );
  const { verdict, restsOn, categories } = assessSafety({
    frames: scores.map((_, i) => i * 5),
    sources: [createHead(scores)],
    policy: POLICIES.standard,
    shots: cutShots(100),
    scenes: [{ firstShot: 0, lastShot: 0 }],
    held: [],
    grid: tenFps(100),
    coverage: { missing: [], frameCount: 100 },
    doubt: null,
  });
  const find = (name: string) => categories.find(({ category }) => category === name)!;
  t.is(verdict, 'review');
  t.like(find(DRUGS), { status: 'assessed', risk: 'medium', verdict: 'review', model: 'sensitive' });
  const segment = find(DRUGS).segments.find(({ risk }) => risk === 'medium')!;
  t.like(segment, { evidence: 'smoking', verdict: 'review' });
  t.like(segment.basis, {
    source: 'sensitive',
    sourceKind: 'head',
    samples: 7,
    agreeing: 6,
    pictures: 7,
    seconds: 3.5,
  });
  t.is(segment.basis.confidence, 0.8667);
  t.deepEqual(
    restsOn.map(({ category, text }) => [category, text]),
    [[DRUGS, 'smoking in 6 of 7 frames over 3.5 s (0.87), head sensitive']],
  );
  t.true(segment.frame >= 25 && segment.frame <= 55);
  t.regex(find(DRUGS).note!, /drugs are not recognised/);
  // Only where it was judged: here no network of this analysis did.
  t.regex(find(ADULT).note!, /No network or head/);
  t.like(find(AGGRESSION), { status: 'not-assessed', risk: null, verdict: null });
  t.regex(find(AGGRESSION).note!, /covers fighting, but not reliably enough/);
  t.regex(find('Terrorism').note!, /No network or head/);
});
