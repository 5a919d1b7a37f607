import test from 'ava';
import { CATEGORIES } from '../../../src/core/classify/garm.ts';
import { POLICIES } from '../../../src/core/classify/policy.ts';
import { assessSafety } from '../../../src/core/classify/safety.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const CLASSES = ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'];
const ADULT = 'Adult & Explicit Sexual Content';

/** One sample a second of a 40-second video of four shots and two scenes; scores as [hentai, porn, sexy]. */
function assess(scoresAt: (second: number) => [number, number, number], seconds = 40, classes = CLASSES) {
  const samples = Array.from({ length: seconds }, (_, second) => {
    const [hentai, porn, sexy] = scoresAt(second);
    return { frame: second * 10, scores: Float32Array.of(0, hentai, 1 - hentai - porn - sexy, porn, sexy) };
  });
  const { scenes, ...brandSafety } = assessSafety({
    frames: samples.map(({ frame }) => frame),
    sources: [
      {
        name: 'safety',
        taxonomy: 'nsfwjs',
        classes,
        isExclusive: true,
        riskThresholds: null,
        scores: samples.map(({ scores }) => scores),
      },
    ],
    policy: POLICIES.standard,
    shots: cutShots(100, 100, 100, 100),
    scenes: [
      { firstShot: 0, lastShot: 1 },
      { firstShot: 2, lastShot: 3 },
    ],
    grid: tenFps(400),
  });
  const adult = brandSafety.categories.find(({ category }) => category === ADULT)!;
  return { brandSafety, scenes, adult };
}

test('all twelve categories are listed, and only the judged one is assessed', (t) => {
  const { brandSafety, adult } = assess(() => [0, 0, 0]);
  t.deepEqual(
    brandSafety.categories.map(({ category }) => category),
    [...CATEGORIES],
  );
  t.is(CATEGORIES.length, 12);
  t.like(adult, { status: 'assessed', risk: 'none', peakConfidence: 0, segments: [], model: 'safety' });
  for (const other of brandSafety.categories.filter((category) => category !== adult)) {
    t.like(other, { status: 'not-assessed', risk: null, peakConfidence: null, segments: [], model: null });
  }
  t.is(brandSafety.verdict, 'safe');
});

test('a sustained explicit run condemns the video and its scene, to the cut', (t) => {
  const { brandSafety, scenes, adult } = assess((second) =>
    second >= 20 && second < 26 ? [0.05, 0.92, 0] : [0, 0, 0],
  );
  t.is(brandSafety.verdict, 'unsafe');
  t.is(adult.risk, 'floor');
  t.is(adult.peakConfidence, 0.97);
  t.deepEqual(adult.segments, [
    { startSeconds: 20, endSeconds: 25.5, confidence: 0.97, risk: 'floor', evidence: 'Porn', frame: 200 },
  ]);
  t.deepEqual(
    scenes.map(({ verdict }) => verdict),
    ['safe', 'unsafe'],
  );
  t.deepEqual(scenes[1].reasons, [{ category: ADULT, risk: 'floor', confidence: 0.97 }]);
});

test('a single-frame spike does not condemn', (t) => {
  const { brandSafety, scenes, adult } = assess((second) => (second === 20 ? [0, 1, 0] : [0, 0, 0]));
  t.is(brandSafety.verdict, 'safe');
  t.is(adult.risk, 'low');
  t.is(adult.peakConfidence, 0.5);
  t.is(scenes[1].verdict, 'safe');
});

test('a suggestive run asks for review however sure the model is', (t) => {
  const { brandSafety, adult } = assess((second) => (second < 15 ? [0, 0, 1] : [0, 0, 0]));
  t.is(adult.risk, 'medium');
  t.is(brandSafety.verdict, 'review');
});

test('explicit classes of a softmax add up', (t) => {
  const { adult } = assess((second) => (second < 15 ? [0.48, 0.48, 0] : [0, 0, 0]));
  t.is(adult.risk, 'floor');
});

test('scores that waver around a threshold, or break off briefly, make one segment', (t) => {
  const wavering = assess((second) => (second >= 10 && second < 20 ? [0, second % 3 ? 0.9 : 0.75, 0] : [0, 0, 0]));
  t.is(wavering.adult.risk, 'high');
  t.is(wavering.adult.segments.length, 1);
  const interrupted = assess((second) =>
    (second > 10 && second < 15) || (second > 15 && second < 20) ? [0, 0.9, 0] : [0, 0, 0],
  );
  t.is(interrupted.adult.segments.length, 1);
});

test('a video of one sample can be sent to review but not condemned by it', (t) => {
  const { brandSafety } = assess(() => [0, 1, 0], 1);
  t.is(brandSafety.verdict, 'review');
});

test('a scene without a sample of its own takes what speaks for its frames', (t) => {
  const { scenes } = assess((second) => (second >= 17 ? [0, 1, 0] : [0, 0, 0]), 20);
  t.is(scenes[1].verdict, 'unsafe');
});

test('without samples, or with a model that judges nothing, the verdict is review and nothing is assessed', (t) => {
  for (const found of [assess(() => [0, 0, 0], 0), assess(() => [0, 0, 0], 40, ['a', 'b', 'c', 'd', 'e'])]) {
    t.is(found.brandSafety.verdict, 'review');
    t.true(found.brandSafety.categories.every(({ status }) => status === 'not-assessed'));
    t.deepEqual(found.scenes[0], { verdict: 'review', risk: 'none', reasons: [] });
  }
});
