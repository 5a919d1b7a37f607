import test from 'ava';
import { findStoryBreaks } from '../../../src/core/breaks/find.ts';
import { type Cue, reportSchema, type SceneSafety } from '../../../src/core/report.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

type BreakOptions = Parameters<typeof findStoryBreaks>[0]['breakOptions'];

const safe: SceneSafety = { verdict: 'safe', risk: 'none', notSeen: null, reasons: [] };
const unsafe: SceneSafety = { verdict: 'unsafe', risk: 'floor', notSeen: null, reasons: [] };

/** Ten minutes in ten scenes of a minute, each a shot at a place of its own: weak boundaries up to the fourth, then ever stronger ones. */
const shots = cutShots(...Array<number>(10).fill(600));
const tenScenes = {
  shots,
  embeddings: shots.map((_, i) => Float32Array.from({ length: 10 }, (_, d) => (d === i ? 1 : 0))),
  scenes: shots.map((_, i) => ({ firstShot: i, lastShot: i, boundaryStrength: i < 5 ? i / 20 : i / 10, safety: safe })),
  cues: [] as Cue[],
  audio: null,
  grid: tenFps(6000),
};

const find = (breakOptions: Partial<BreakOptions> = {}, input: Partial<typeof tenScenes> = {}) =>
  findStoryBreaks({
    ...tenScenes,
    ...input,
    breakOptions: { count: null, perHour: null, spacingSeconds: null, noBreakZones: [], ...breakOptions },
  });
const secondsOf = ({ breaks }: ReturnType<typeof find>) => breaks.map(({ seconds }) => seconds);
const outcomesOf = ({ candidates }: ReturnType<typeof find>) => candidates.map(({ outcome }) => outcome);

test('without a requested number as many as are good and stand apart', (t) => {
  const found = find();
  t.deepEqual(secondsOf(found), [300, 420, 540]);
  t.deepEqual(found.warnings, []);
  t.deepEqual(outcomesOf(found), [
    'low-score',
    'low-score',
    'low-score',
    'low-score',
    'chosen',
    'too-close',
    'chosen',
    'too-close',
    'chosen',
  ]);
});

test('every moment that was considered is listed in time order, and the schema takes it', (t) => {
  const { breaks, candidates } = find({ count: 4 });
  t.deepEqual(
    candidates.map(({ seconds }) => seconds),
    [60, 120, 180, 240, 300, 360, 420, 480, 540],
  );
  t.deepEqual(
    candidates.filter(({ outcome }) => outcome === 'chosen').map(({ frame, score }) => [frame, score]),
    breaks.map(({ frame, score }) => [frame, score]),
  );
  t.notThrows(() => reportSchema.shape.breakCandidates.parse(candidates));
});

test('a number is kept where there is room for it', (t) => {
  for (const count of [0, 1, 2, 4, 9]) {
    const found = find({ count });
    t.is(found.breaks.length, count);
    t.deepEqual(found.warnings, []);
  }
  t.deepEqual(secondsOf(find({ count: 1 })), [540]);
  t.true(outcomesOf(find({ count: 1 })).includes('not-needed'));
  t.is(find({ perHour: 30 }).breaks.length, 5);
});

test('where there is no room the report says how many and why', (t) => {
  const { breaks, warnings } = find({ count: 20 });
  t.is(breaks.length, 9);
  t.is(warnings[0]!.code, 'fewer-breaks');
  t.regex(warnings[0]!.message, /^20 story breaks were asked for and 9 found: .*at least 13.5 s apart.* of the 9 /);
  const tight = find({ count: 6, spacingSeconds: 200, noBreakZones: [{ startSeconds: 0, endSeconds: 100 }] });
  t.deepEqual(secondsOf(tight), [300, 540]);
  t.regex(
    tight.warnings[0]!.message,
    /6 story breaks .* 2 found: .* 200 s apart.* 6 lie too close .*, 1 lies in zones/,
  );
});

test('a video of one shot, and one that is too short, get no break and are told why', (t) => {
  const one = { shots: cutShots(6000), embeddings: [Float32Array.of(1)], scenes: tenScenes.scenes.slice(0, 1) };
  t.regex(find({ count: 2 }, one).warnings[0]!.message, /single shot/);
  const short = { ...tenScenes, shots: cutShots(40, 40), grid: tenFps(80), scenes: tenScenes.scenes.slice(0, 2) };
  t.regex(find({ count: 2 }, short).warnings[0]!.message, /shorter than 10 seconds/);
  t.deepEqual(find({}, short).warnings, []);
});

test('a video without any break says why, unless it is too short for one', (t) => {
  const whyNone = (...args: Parameters<typeof find>) => {
    const { breaks, warnings } = find(...args);
    t.is(breaks.length, 0);
    t.deepEqual(
      warnings.map(({ code }) => code),
      ['no-breaks'],
    );
    return warnings[0]!.message;
  };
  const [first] = tenScenes.scenes;
  const one = { shots: cutShots(6000), embeddings: [Float32Array.of(1)], scenes: [first!] };
  t.regex(whyNone({}, one), /^No story break was found: .* single shot/);
  const alike = { embeddings: tenScenes.embeddings.map(() => Float32Array.of(1, 0)) };
  const together = { ...alike, scenes: [{ ...first!, firstShot: 0, lastShot: 9 }] };
  t.regex(
    whyNone({}, together),
    /of the 9 moments at which a shot begins, .*the best.*, at .* needs 0.20, .* one scene/,
  );
  const scenes = tenScenes.scenes.map((scene) => ({ ...scene, safety: unsafe }));
  t.regex(whyNone({}, { scenes }), /of the 9 moments at which a shot begins, 9 lie beside an unsafe scene\.$/);
  t.regex(whyNone({ noBreakZones: [{ startSeconds: 0, endSeconds: 600 }] }), /9 lie in zones without breaks/);
  t.deepEqual(find({ count: 0 }).warnings, []);
});

test('the spacing that is asked for is kept, closer and further', (t) => {
  t.deepEqual(secondsOf(find({ spacingSeconds: 60 })), [300, 360, 420, 480, 540]);
  t.deepEqual(secondsOf(find({ spacingSeconds: 241 })), [540]);
  t.deepEqual(secondsOf(find({ spacingSeconds: 240 })), [300, 540]);
  t.is(find({ count: 3, spacingSeconds: 300 }).breaks.length, 2);
});

test("the user's zones are half open: a break may be where one ends, none where one begins", (t) => {
  const noBreakZones = [{ startSeconds: 420, endSeconds: 540 }];
  const found = find({ noBreakZones });
  t.deepEqual(secondsOf(found), [360, 540]);
  t.deepEqual(outcomesOf(found).slice(6, 8), ['no-break-zone', 'no-break-zone']);
});

test('no break in credits, slates and colour bars', (t) => {
  for (const type of ['end-credits', 'slate', 'color-bars']) {
    const cues = [{ type, startSeconds: 410, endSeconds: 590 }] as Cue[];
    const seconds = secondsOf(find({}, { cues }));
    t.true(seconds.includes(360) && seconds.every((second) => second < 410), type);
  }
  const freeze = [{ type: 'freeze', startSeconds: 410, endSeconds: 590 }] as Cue[];
  t.deepEqual(secondsOf(find({}, { cues: freeze })), [300, 420, 540]);
});

test('no break beside an unsafe scene, nor within five seconds of it', (t) => {
  const scenes = tenScenes.scenes.map((scene, i) => (i === 7 ? { ...scene, safety: unsafe } : scene));
  const found = find({ count: 9 }, { scenes });
  t.deepEqual(secondsOf(found), [60, 120, 180, 240, 300, 360, 540]);
  t.deepEqual(outcomesOf(found).slice(6, 8), ['unsafe-neighbour', 'unsafe-neighbour']);
  t.true(found.breaks.every(({ safe: isSafe }) => isSafe));
  t.regex(found.warnings[0]!.message, /2 lie beside an unsafe scene/);
  const shortShots = cutShots(600, 560, 40, 600, 600);
  const near = find(
    { count: 4, spacingSeconds: 1 },
    {
      shots: shortShots,
      grid: tenFps(2400),
      embeddings: tenScenes.embeddings.slice(0, 5),
      scenes: tenScenes.scenes.slice(0, 5).map((scene, i) => (i === 3 ? { ...scene, safety: unsafe } : scene)),
    },
  );
  t.deepEqual(outcomesOf(near), ['chosen', 'unsafe-neighbour', 'unsafe-neighbour', 'unsafe-neighbour']);
});

test('a boundary in loud sound loses to a quiet cut some seconds on, and hands its strength over', (t) => {
  const cuts = cutShots(2997, 33, 2970);
  const sound = (quietFrom: number) => ({
    windowSeconds: 0.1,
    startSeconds: 0,
    levelsDb: Float32Array.from({ length: 6000 }, (_, i) => (i >= quietFrom && i < quietFrom + 10 ? -70 : -20)),
  });
  const scenes = [
    { firstShot: 0, lastShot: 0, boundaryStrength: 0, safety: safe },
    { firstShot: 1, lastShot: 2, boundaryStrength: 0.8, safety: safe },
  ];
  const overlapping = { shots: cuts, embeddings: tenScenes.embeddings.slice(0, 3), scenes };
  const found = find({}, { ...overlapping, audio: sound(3025) as never });
  t.deepEqual(
    found.candidates.map(({ frame, outcome }) => [frame, outcome]),
    [
      [2997, 'loud'],
      [3030, 'chosen'],
    ],
  );
  t.like(found.breaks[0], { sceneBefore: 1, sceneAfter: 1 });
  t.is(found.breaks[0]!.reasons.find(({ signal }) => signal === 'scene-change')!.value, 0.8);
  // Six seconds away is another place, and sound that ends at the boundary is not cut by it.
  const away = find({}, { ...overlapping, shots: cutShots(2997, 63, 2940), audio: sound(3055) as never });
  t.deepEqual(outcomesOf(away), ['too-close', 'chosen']);
  t.false(away.breaks[0]!.reasons.some(({ signal }) => signal === 'scene-change'));
  t.is(find({}, { ...overlapping, audio: sound(2997) as never }).breaks[0]!.frame, 2997);
});

test('three thousand shots of two hours', (t) => {
  const many = cutShots(...Array<number>(3000).fill(24));
  const scenes = Array.from({ length: 300 }, (_, i) => ({
    firstShot: i * 10,
    lastShot: i * 10 + 9,
    boundaryStrength: i === 0 ? 0 : 0.5 + ((i * 7) % 10) / 20,
    safety: safe,
  }));
  const embeddings = many.map((_, i) => tenScenes.embeddings[Math.floor(i / 10) % 10]!);
  const found = find({ count: 12 }, { shots: many, scenes, embeddings, grid: tenFps(72_000) });
  t.is(found.breaks.length, 12);
  t.true(found.breaks.every(({ frame }) => frame % 240 === 0));
});
