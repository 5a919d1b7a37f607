import test from 'ava';
import { findStoryBreaks } from '../../../src/core/breaks/find.ts';
import { combineReasons } from '../../../src/core/breaks/score.ts';
import { type Cue, reportSchema, type SceneSafety } from '../../../src/core/report.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const A = Float32Array.of(1, 0);
const B = Float32Array.of(0, 1);
const safe: SceneSafety = { verdict: 'safe', risk: 'none', notSeen: null, reasons: [] };
const unsafe: SceneSafety = { verdict: 'unsafe', risk: 'floor', notSeen: null, reasons: [] };

const leftToUs = { count: null, perHour: null, spacingSeconds: null, noBreakZones: [] };
type Input = Omit<Parameters<typeof findStoryBreaks>[0], 'breakOptions'>;

const find = (input: Input, breakOptions: Partial<Parameters<typeof findStoryBreaks>[0]['breakOptions']> = {}) =>
  findStoryBreaks({ ...input, breakOptions: { ...leftToUs, ...breakOptions } });
const findBreaks = (...args: Parameters<typeof find>) => find(...args).breaks;

const black = (startSeconds: number, endSeconds: number): Cue => ({ type: 'black', startSeconds, endSeconds });
const silence = (startSeconds: number, endSeconds: number): Cue => ({ type: 'silence', startSeconds, endSeconds });

/** Windows of 100 ms at -20 dB, -80 dB inside the given ranges of seconds. */
const soundWithHoles = (seconds: number, ...holes: [number, number][]) => ({
  windowSeconds: 0.1,
  startSeconds: 0,
  levelsDb: Float32Array.from({ length: seconds * 10 }, (_, i) =>
    holes.some(([from, to]) => i >= from * 10 && i < to * 10) ? -80 : -20,
  ),
});

/** Sixty seconds: two scenes of two shots that meet at 30 s. */
const twoScenes = {
  shots: cutShots(150, 150, 150, 150),
  embeddings: [A, A, B, B],
  scenes: [
    { firstShot: 0, lastShot: 1, boundaryStrength: 0, safety: safe },
    { firstShot: 2, lastShot: 3, boundaryStrength: 0.9, safety: safe },
  ],
  cues: [] as Cue[],
  audio: null,
  grid: tenFps(600),
};

test('two scenes apart by black and silence: one break in the middle of the black', (t) => {
  const found = findBreaks({
    ...twoScenes,
    cues: [black(29.6, 30.4), silence(29, 31)],
    audio: soundWithHoles(60, [29, 31]),
  });
  t.is(found.length, 1);
  t.like(found[0], {
    index: 0,
    frame: 300,
    seconds: 30,
    safe: true,
    sceneBefore: 0,
    sceneAfter: 1,
  });
  t.true(found[0].score > 0.9);
  t.deepEqual(
    found[0].reasons.map(({ signal }) => signal),
    ['blank-picture', 'scene-change', 'silence', 'content-change'],
  );
  t.notThrows(() => reportSchema.shape.storyBreaks.element.omit({ timecode: true }).parse(found[0]));
});

test('the score is what its reasons give, and each signal that is missing costs', (t) => {
  const audio = soundWithHoles(60, [29, 31]);
  const cues = [black(29.6, 30.4), silence(29, 31)];
  const scores = [
    { ...twoScenes, cues, audio },
    { ...twoScenes, cues: [silence(29, 31)], audio },
    { ...twoScenes, audio: soundWithHoles(60) },
  ].map((input) => {
    const [found] = findBreaks(input);
    t.is(found.score, combineReasons(found.reasons));
    return found.score;
  });
  t.true(scores[0] > scores[1] && scores[1] > scores[2]);
  t.is(
    combineReasons([
      { signal: 'a', value: 1, weight: 0.5 },
      { signal: 'b', value: 0.5, weight: 0.5 },
      { signal: 'c', value: 1, weight: -0.2 },
    ]),
    0.5,
  );
});

test('a video without scene changes, black or silence has no breaks', (t) => {
  const uniform = { ...twoScenes, embeddings: [A, A, A, A], scenes: [{ ...twoScenes.scenes[0], lastShot: 3 }] };
  t.deepEqual(findBreaks(uniform), []);
  t.deepEqual(findBreaks({ ...uniform, cues: [silence(0, 60)], audio: soundWithHoles(60, [0, 60]) }), []);
});

test('black and silence inside a scene are a break at a lower score', (t) => {
  const scenes = [{ ...twoScenes.scenes[0], lastShot: 3 }];
  const cues = [black(29.6, 30.4), silence(29, 31)];
  const [found, ...others] = findBreaks({ ...twoScenes, embeddings: [A, A, A, A], scenes, cues });
  t.is(others.length, 0);
  t.like(found, { frame: 300, sceneBefore: 0, sceneAfter: 0 });
  t.true(found.score < findBreaks({ ...twoScenes, cues })[0].score);
});

test('no break is chosen beside an unsafe scene, and the report says why', (t) => {
  const scenes = [twoScenes.scenes[0], { ...twoScenes.scenes[1], safety: unsafe }];
  const { breaks, candidates } = find({ ...twoScenes, scenes, cues: [black(29.6, 30.4)] });
  t.deepEqual(breaks, []);
  t.like(candidates[0], { frame: 300, outcome: 'unsafe-neighbour' });
  t.true(candidates[0].score > 0);
});

test('a scene to be reviewed costs its neighbours something, and they say so', (t) => {
  const review: SceneSafety = { verdict: 'review', risk: 'medium', notSeen: null, reasons: [] };
  const scenes = [twoScenes.scenes[0], { ...twoScenes.scenes[1], safety: review }];
  const cues = [black(29.6, 30.4)];
  const [found] = findBreaks({ ...twoScenes, scenes, cues });
  t.false(found.safe);
  t.true(found.score < findBreaks({ ...twoScenes, cues })[0].score);
  t.true(found.reasons.some(({ signal, weight }) => signal === 'unsafe-neighbour' && weight < 0));
});

test('sound that runs on across a boundary counts against it', (t) => {
  const [running] = findBreaks({ ...twoScenes, audio: soundWithHoles(60) });
  const [dipping] = findBreaks({ ...twoScenes, audio: soundWithHoles(60, [29.5, 30.5]) });
  const [unheard] = findBreaks(twoScenes);
  t.true(running.score < unheard.score && unheard.score < dipping.score);
});

test('a flash of black inside a shot moves no break into it', (t) => {
  const [found] = findBreaks({ ...twoScenes, cues: [black(30.3, 30.6)] });
  t.like(found, { frame: 300 });
  t.false(found.reasons.some(({ signal }) => signal === 'blank-picture'));
});

test('in black and in a dissolve the break is where the sound is quietest', (t) => {
  const audio = soundWithHoles(60, [30.1, 30.8]);
  t.is(findBreaks({ ...twoScenes, cues: [black(29, 31)], audio })[0].frame, 302);
  const transitionIn = { type: 'dissolve', startFrame: 291, endFrame: 309, confidence: 1 } as const;
  const shots = twoScenes.shots.map((shot, i) => (i === 2 ? { ...shot, transitionIn } : shot));
  t.is(findBreaks({ ...twoScenes, shots, audio })[0].frame, 302);
  t.is(findBreaks({ ...twoScenes, shots })[0].frame, 300);
});

test('opening, ending and videos under ten seconds stay whole', (t) => {
  const at = (border: number, count: number) =>
    findBreaks({
      ...twoScenes,
      shots: cutShots(border, count - border),
      embeddings: [A, B],
      scenes: [
        { firstShot: 0, lastShot: 0, boundaryStrength: 0, safety: safe },
        { firstShot: 1, lastShot: 1, boundaryStrength: 1, safety: safe },
      ],
      grid: tenFps(count),
    }).length;
  t.is(at(300, 600), 1);
  t.is(at(25, 600), 0);
  t.is(at(580, 600), 0);
  t.is(at(50, 99), 0);
  t.is(at(50, 100), 1);
});

test('black with a shot of its own is one break, not two', (t) => {
  const found = findBreaks({
    ...twoScenes,
    shots: cutShots(290, 20, 290),
    embeddings: [A, A, B],
    scenes: [
      { firstShot: 0, lastShot: 0, boundaryStrength: 0, safety: safe },
      { firstShot: 1, lastShot: 1, boundaryStrength: 0.5, safety: safe },
      { firstShot: 2, lastShot: 2, boundaryStrength: 0.8, safety: safe },
    ],
    cues: [black(29, 31)],
  });
  t.deepEqual(
    found.map(({ frame, sceneAfter }) => ({ frame, sceneAfter })),
    [{ frame: 300, sceneAfter: 2 }],
  );
});

test('a break in black that is a scene of its own lies between the scenes around it', (t) => {
  const found = findBreaks({
    ...twoScenes,
    shots: cutShots(150, 150, 10, 290),
    embeddings: [A, A, B, B],
    scenes: [
      { firstShot: 0, lastShot: 1, boundaryStrength: 0, safety: safe },
      { firstShot: 2, lastShot: 2, boundaryStrength: 0.4, safety: safe },
      { firstShot: 3, lastShot: 3, boundaryStrength: 0.8, safety: safe },
    ],
    cues: [black(30, 31)],
  });
  t.is(found.length, 1);
  t.like(found[0], { frame: 305, sceneBefore: 0, sceneAfter: 2 });
  t.is(found[0].reasons.find(({ signal }) => signal === 'scene-change')?.value, 0.8);
});

test('times are presentation times where the picture starts late', (t) => {
  const grid = { ...twoScenes.grid, startSeconds: 0.8 };
  const [found] = findBreaks({ ...twoScenes, grid, cues: [black(30.4, 31.2)] });
  t.like(found, { frame: 300, seconds: 30.8 });
});
