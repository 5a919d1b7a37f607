import test from 'ava';
import { summariseLabels } from '../../../src/core/classify/labels.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const shots = cutShots(50, 50, 50, 50);
const scenes = [
  { firstShot: 0, lastShot: 1 },
  { firstShot: 2, lastShot: 3 },
];
const grid = tenFps(200);

test('a shot has the mean of its samples, a scene that of its shots', (t) => {
  const samples = [
    { frame: 0, scores: [Float32Array.of(0.75, 0.25)] },
    { frame: 10, scores: [Float32Array.of(1, 0)] },
    { frame: 60, scores: [Float32Array.of(0, 1)] },
  ];
  const found = summariseLabels({
    samples,
    models: [{ taxonomy: 'pets', classes: ['cat', 'dog'], thresholds: null }],
    shots,
    scenes,
    grid,
  });
  t.deepEqual(found.shots, [
    [{ name: 'cat', taxonomy: 'pets', confidence: 0.875 }],
    [{ name: 'dog', taxonomy: 'pets', confidence: 1 }],
    [],
    [],
  ]);
  t.deepEqual(found.scenes, [[], []], 'two classes: 0.58 is not far from chance');
  t.deepEqual(found.video, [
    {
      name: 'dog',
      taxonomy: 'pets',
      confidence: 1,
      id: null,
      iabCategories: [],
      segments: [{ startSeconds: 5, endSeconds: 10, confidence: 1 }],
    },
    {
      name: 'cat',
      taxonomy: 'pets',
      confidence: 0.875,
      id: null,
      iabCategories: [],
      segments: [{ startSeconds: 0, endSeconds: 5, confidence: 0.875 }],
    },
  ]);
});

test('neighbouring shots with a label join, apart ones stay apart', (t) => {
  const score = [0.5, 1, 0, 0.5];
  const samples = score.map((value, i) => ({
    frame: i * 50 + 5,
    scores: [Float32Array.of(value, ...Array(9).fill(0))],
  }));
  const classes = Array.from({ length: 10 }, (_, i) => `class ${i}`);
  const found = summariseLabels({
    samples,
    models: [{ taxonomy: 'ten', classes, thresholds: null }],
    shots,
    scenes,
    grid,
  });
  t.deepEqual(found.video[0], {
    id: null,
    iabCategories: [],
    name: 'class 0',
    taxonomy: 'ten',
    confidence: 1,
    segments: [
      { startSeconds: 0, endSeconds: 10, confidence: 0.75 },
      { startSeconds: 15, endSeconds: 20, confidence: 0.5 },
    ],
  });
});

test('of a thousand classes at most five are named, the surest first, of both models', (t) => {
  const many = new Float32Array(1000);
  for (let i = 0; i < 6; i++) many[i * 100] = 0.161 + i / 1000;
  many[999] = 0.01;
  const samples = [{ frame: 5, scores: [Float32Array.of(0.1, 0.9), many] }];
  const models = [
    { taxonomy: 'two', classes: ['no', 'yes'], thresholds: null },
    { taxonomy: 'thousand', classes: Array.from(many, (_, i) => `c${i}`), thresholds: null },
  ];
  const found = summariseLabels({ samples, models, shots, scenes, grid });
  t.deepEqual(
    found.shots[0].map(({ name }) => name),
    ['yes', 'c500', 'c400', 'c300', 'c200', 'c100'],
  );
});

test('samples inside a transition count only where the shot has no other', (t) => {
  const mixed = [
    shots[0],
    { ...shots[1], transitionIn: { type: 'dissolve' as const, startFrame: 40, endFrame: 60, confidence: 1 } },
  ];
  const models = [{ taxonomy: 'pets', classes: ['cat', 'dog'], thresholds: null }];
  const samples = [
    { frame: 10, scores: [Float32Array.of(1, 0)] },
    { frame: 45, scores: [Float32Array.of(0, 1)] },
    { frame: 55, scores: [Float32Array.of(0, 1)] },
  ];
  const found = summariseLabels({ samples, models, shots: mixed, scenes: [{ firstShot: 0, lastShot: 1 }], grid });
  t.is(found.shots[0][0].name, 'cat');
  t.is(found.shots[0][0].confidence, 1);
  t.is(found.shots[1][0].name, 'dog');
});

test('classes that are evidence of a risk alone are not labels', (t) => {
  const found = summariseLabels({
    samples: [{ frame: 5, scores: [Float32Array.of(0.1, 0, 0.9, 0, 0)] }],
    models: [{ taxonomy: 'nsfwjs', classes: ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'], thresholds: null }],
    shots,
    scenes,
    grid,
  });
  t.deepEqual(found, { shots: [[], [], [], []], scenes: [[], []], video: [], samples: [[]] });
});

test('what is told too unsurely to judge by is not a label, however sure it sounds', (t) => {
  const found = summariseLabels({
    samples: [{ frame: 0, scores: [Float32Array.of(0.9, 0.95)] }],
    models: [{ taxonomy: 'safety', classes: ['fire', 'fighting'], thresholds: [0.5, 0.5] }],
    shots,
    scenes,
    grid,
  });
  t.deepEqual(
    [...found.shots[0], ...found.samples[0], ...found.video].map(({ name }) => name),
    ['fire', 'fire', 'fire'],
  );
});

test('what the other shots show lifts a shot, and lowers it', (t) => {
  const confidenceWith = (others: number) => {
    const samples = [0.5, others, others, others].map((value, i) => ({
      frame: i * 50 + 5,
      scores: [Float32Array.of(value)],
    }));
    const model = {
      taxonomy: 'styles',
      classes: ['cartoon'],
      thresholds: [0.01],
      context: { weights: [1], bases: [0] },
    };
    const found = summariseLabels({ samples, models: [model], shots, scenes, grid });
    return found.shots[0]![0]!.confidence;
  };
  t.is(confidenceWith(0.5), 0.5);
  // Three shots at a logit of log(9), one at 0, and four taken for granted: 3 log(9) / 8.
  t.true(Math.abs(confidenceWith(0.9) - 1 / (1 + Math.exp((-3 * Math.log(9)) / 8))) < 0.001);
  t.true(confidenceWith(0.1) < 0.35);
});
