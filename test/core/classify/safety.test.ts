import test from 'ava';
import { CATEGORIES } from '../../../src/core/classify/garm.ts';
import { POLICIES } from '../../../src/core/classify/policy.ts';
import { assessSafety } from '../../../src/core/classify/safety.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const CLASSES = ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'];
const ADULT = 'Adult & Explicit Sexual Content';

/** Log odds of Porn and Hentai, and of Sexy beside them, as scores of the network. */
const scoresOf = (explicit: number, sexy = 0) => {
  const rest = 1 / (1 + Math.exp(explicit));
  return Float32Array.of(0, (1 - rest) / 3, rest * (1 - sexy), ((1 - rest) * 2) / 3, rest * sexy);
};
/** Beyond the steps to floor, to medium, and what harmless pictures have. */
const SURE = 8;
const DOUBTFUL = 4.7;
const HARMLESS = -6;

/** One sample a second of a 40-second video of four shots and two scenes; the log odds of what is explicit. */
function assess(
  logOddsAt: (second: number) => number,
  {
    seconds = 40,
    classes = CLASSES,
    sexy = 0,
    policy = POLICIES.standard,
    held = [] as { startSeconds: number; endSeconds: number }[],
    missing = [] as { startFrame: number; endFrame: number }[],
    promised = 400,
    doubt = null as string | null,
  } = {},
) {
  const frames = Array.from({ length: seconds }, (_, second) => second * 10);
  const scores = frames.map((_, second) => scoresOf(logOddsAt(second), sexy));
  const { scenes, ...brandSafety } = assessSafety({
    frames,
    sources: [{ name: 'safety', kind: 'network', taxonomy: 'nsfwjs', classes, riskThresholds: null, scores }],
    policy,
    shots: cutShots(100, 100, 100, 100),
    scenes: [
      { firstShot: 0, lastShot: 1 },
      { firstShot: 2, lastShot: 3 },
    ],
    held,
    grid: tenFps(400),
    coverage: { missing, frameCount: promised },
    doubt,
  });
  const adult = brandSafety.categories.find(({ category }) => category === ADULT)!;
  return { brandSafety, scenes, adult };
}

const between =
  (from: number, to: number, inside = SURE) =>
  (second: number) =>
    second >= from && second < to ? inside : HARMLESS;

test('what was judged of adult content says that nobody measured how much of it is found', (t) => {
  for (const logOdds of [HARMLESS, SURE]) t.regex(assess(() => logOdds).adult.note!, /has not been measured/);
  t.regex(assess(() => SURE, { classes: ['Drawing', 'Neutral'] }).adult.note!, /No network or head/);
});

test('all twelve categories are listed, and only the judged one is assessed', (t) => {
  const { brandSafety, adult } = assess(() => HARMLESS);
  t.deepEqual(
    brandSafety.categories.map(({ category }) => category),
    [...CATEGORIES],
  );
  t.is(CATEGORIES.length, 12);
  t.like(adult, { status: 'assessed', risk: 'none', segments: [], model: 'safety' });
  for (const other of brandSafety.categories.filter((category) => category !== adult)) {
    t.like(other, { status: 'not-assessed', risk: null, peakConfidence: null, segments: [], model: null });
  }
  t.is(brandSafety.verdict, 'safe');
  t.deepEqual(brandSafety.restsOn, []);
});

test('what the network is overwhelmingly and long sure of condemns the video and its scene, to the cut', (t) => {
  const { brandSafety, scenes, adult } = assess(between(20, 26));
  t.is(brandSafety.verdict, 'unsafe');
  t.is(adult.risk, 'floor');
  t.like(adult.segments, {
    length: 1,
    0: { startSeconds: 20, endSeconds: 25.5, risk: 'floor', verdict: 'unsafe', evidence: 'Porn', frame: 200 },
  });
  t.deepEqual(
    brandSafety.restsOn.map(({ text }) => text),
    ['Porn in 6 of 6 frames over 5.5 s (1.00), network safety'],
  );
  t.deepEqual(
    scenes.map(({ verdict }) => verdict),
    ['safe', 'unsafe'],
  );
  t.like(scenes[1]!.reasons, { length: 1, 0: { category: ADULT, risk: 'floor' } });
});

test('harmless films of the sort that the network errs on stay clear of a verdict', (t) => {
  // The surest sample of 30 harmless films has 5.0, and what whole shots of them agree on reaches 4.1.
  t.is(assess((second) => (second % 5 === 0 ? 5 : 3.2)).brandSafety.verdict, 'safe');
  t.is(assess((second) => (second === 20 ? 12 : HARMLESS)).adult.risk, 'none');
});

test('between sure and harmless a person is asked', (t) => {
  const { brandSafety, adult } = assess(between(0, 15, DOUBTFUL));
  t.is(adult.risk, 'medium');
  t.is(brandSafety.verdict, 'review');
  t.is(brandSafety.restsOn[0]!.verdict, 'review');
});

test('what is suggestive asks for a look however sure the network is', (t) => {
  const { adult } = assess(between(0, 15, -1), { sexy: 1 });
  t.is(adult.risk, 'medium');
  t.is(adult.segments[0]!.evidence, 'Sexy');
});

test('levels that waver around a step make one segment, a cut-away parts two', (t) => {
  const wavering = assess((second) => (second >= 10 && second < 20 ? (second % 3 ? 6.2 : 5.3) : HARMLESS));
  t.is(wavering.adult.risk, 'high');
  t.is(wavering.adult.segments.length, 1);
  const interrupted = assess((second) => (second < 15 || second > 20 ? HARMLESS : SURE));
  t.deepEqual(
    interrupted.adult.segments.map(({ verdict }) => verdict),
    ['unsafe'],
  );
});

test('under no policy one picture makes a film unsafe: not a lone sample, not a short film, not a held picture', (t) => {
  const { strict } = POLICIES;
  t.is(assess(() => SURE, { seconds: 1 }).brandSafety.verdict, 'review');
  t.is(assess(() => SURE, { seconds: 2, policy: strict }).brandSafety.verdict, 'review');
  t.is(assess(() => SURE, { seconds: 3, policy: strict }).brandSafety.verdict, 'unsafe');
  const held = [{ startSeconds: 20, endSeconds: 26 }];
  const still = assess(between(20, 26), { held, policy: strict });
  t.is(still.brandSafety.verdict, 'review');
  t.deepEqual(
    still.brandSafety.restsOn.map(({ text }) => text),
    ['Porn in 6 of 6 frames that show one picture over 5.5 s (1.00), network safety'],
  );
  t.true(still.scenes.every(({ verdict }) => verdict !== 'unsafe'));
});

test('a scene without a sample of its own takes the sample that represents its frames', (t) => {
  const { scenes } = assess((second) => (second >= 15 ? SURE : HARMLESS), { seconds: 20 });
  t.is(scenes[1]!.verdict, 'unsafe');
});

test('without samples, or with a model that judges nothing, the verdict is review and nothing is assessed', (t) => {
  for (const found of [
    assess(() => HARMLESS, { seconds: 0 }),
    assess(() => HARMLESS, { classes: ['a', 'b', 'c', 'd', 'e'] }),
  ]) {
    t.is(found.brandSafety.verdict, 'review');
    t.true(found.brandSafety.categories.every(({ status }) => status === 'not-assessed'));
    t.deepEqual(found.scenes[0], { verdict: 'review', risk: 'none', notSeen: null, reasons: [] });
  }
});

/** What is missing of the 40 seconds, in seconds. */
const lost = (...ranges: [number, number][]) => ({
  missing: ranges.map(([from, to]) => ({ startFrame: 10 * from, endFrame: 10 * to })),
});

test('a scene of which much was not seen is not safe, nor is its film, and says why', (t) => {
  const { brandSafety, scenes, adult } = assess(() => HARMLESS, lost([2, 5]));
  t.is(brandSafety.verdict, 'review');
  t.deepEqual(brandSafety.notSeen, {
    seconds: 3,
    ofSeconds: 40,
    text: '3.0 s of 40.0 s of the pictures could not be decoded',
  });
  t.deepEqual(brandSafety.restsOn, []);
  t.like(adult, { status: 'assessed', risk: 'none', verdict: 'review' });
  t.deepEqual(adult.notAssessed, [{ startSeconds: 2, endSeconds: 5 }]);
  t.deepEqual(
    scenes.map(({ verdict, notSeen }) => [verdict, notSeen?.text ?? null]),
    [
      ['review', '3.0 s of 20.0 s of the pictures could not be decoded'],
      ['safe', null],
    ],
  );
});

test('a shot that was not seen counts however long its scene is, a short loss in a long shot does not', (t) => {
  t.is(assess(() => HARMLESS, lost([3, 4.2])).brandSafety.verdict, 'review');
  const { brandSafety, adult } = assess(() => HARMLESS, lost([3, 3.5]));
  t.is(brandSafety.verdict, 'safe');
  t.is(brandSafety.notSeen, null);
  t.is(adult.notAssessed.length, 1);
});

test('an end that is missing is missing of the film, not of a scene', (t) => {
  const { brandSafety, scenes } = assess(() => HARMLESS, { ...lost([40, 60]), promised: 600 });
  t.is(brandSafety.verdict, 'review');
  t.regex(brandSafety.notSeen!.text, /20\.0 s of 60\.0 s/);
  t.deepEqual(
    scenes.map(({ verdict }) => verdict),
    ['safe', 'safe'],
  );
});

test('what was seen and is unsafe stays unsafe, whatever was not seen', (t) => {
  const { brandSafety, scenes, adult } = assess(between(20, 26), lost([0, 10]));
  t.is(brandSafety.verdict, 'unsafe');
  t.is(adult.verdict, 'unsafe');
  t.deepEqual(
    scenes.map(({ verdict }) => verdict),
    ['review', 'unsafe'],
  );
});

test('a doubt about all pictures leaves nothing safe', (t) => {
  const { brandSafety, scenes } = assess(() => HARMLESS, { doubt: 'only 1 picture was looked at' });
  t.is(brandSafety.verdict, 'review');
  t.is(brandSafety.notSeen!.text, 'only 1 picture was looked at');
  t.true(scenes.every(({ verdict, notSeen }) => verdict === 'review' && notSeen !== null));
});
