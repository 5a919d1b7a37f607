import test from 'ava';
import { openHead } from '../../src/core/heads/head.ts';
import { ReelsightError } from '../../src/core/index.ts';
import { type TrainingRequest, trainHead } from '../../src/training/index.ts';
import { drawEmbeddings, SMALL_NETWORK } from '../helpers/embeddings.ts';

const request = (more: Partial<TrainingRequest> & Pick<TrainingRequest, 'pictures'>): TrainingRequest => ({
  ...{ name: 'toy', title: 'Toys', taxonomy: 'toy', kind: 'multi-class', data: 'drawn', licence: 'MIT' },
  network: SMALL_NETWORK,
  ...more,
});
const CLASSES = ['ball', 'car', 'doll'];
const open = (file: object) => openHead(Buffer.from(JSON.stringify(file)), 'toy.json', SMALL_NETWORK);

test('a head tells made-up classes apart, and says how well', async (t) => {
  const { file, evaluation, warnings, trials } = await trainHead(request({ pictures: drawEmbeddings(CLASSES) }));
  const head = open(file);
  t.deepEqual(head.classes, CLASSES);
  t.is(file.training.pictures, 60);
  t.is(file.training.views, 2);
  t.true(trials.length > 2);
  t.is(evaluation?.scores.pictures, 12);
  t.true(evaluation!.scores.top1! >= 0.9);
  t.deepEqual(file.scores, evaluation!.scores);
  t.regex(file.scores!.method, /20 % .* kept apart by seed 1/);
  t.deepEqual(warnings, []);
  for (const picture of drawEmbeddings(CLASSES, { seed: 1 })) {
    const scores = head.score(picture.embeddings[0]);
    t.true(Math.abs(scores.reduce((sum, p) => sum + p, 0) - 1) < 1e-5);
    t.is(head.classes[scores.indexOf(Math.max(...scores))], picture.classes[0]);
  }
});

test('the same pictures and seed give the same file; another seed gives another', async (t) => {
  const pictures = drawEmbeddings(CLASSES, { spread: 1.6 });
  const [first, again, other] = await Promise.all(
    [1, 1, 2].map(async (seed) => JSON.stringify((await trainHead(request({ pictures, seed }))).file)),
  );
  t.is(first, again);
  t.not(first, other);
});

test('a hidden layer learns too', async (t) => {
  const { file, evaluation } = await trainHead(request({ pictures: drawEmbeddings(CLASSES), hiddenUnits: 16 }));
  t.is(file.dense.length, 2);
  t.is(file.training.hiddenUnits, 16);
  t.true(evaluation!.scores.top1! >= 0.9);
  t.is(open(file).score(drawEmbeddings(['ball'])[0].embeddings[0]).length, 3);
});

test('pictures may show several classes, or none', async (t) => {
  const pictures = [
    ...drawEmbeddings([...CLASSES, ''], { perClass: 30 }),
    // Half of one thing and half of another.
    ...drawEmbeddings(['ball'], { perClass: 30 }).map((ball, i) => {
      const car = drawEmbeddings(CLASSES, { perClass: 30 })[30 + i];
      const embeddings = ball.embeddings.map((e, v) => e.map((x, d) => (x + car.embeddings[v][d]) / 2));
      return { id: `both/${i}`, classes: ['ball', 'car'], embeddings };
    }),
  ];
  const { file, evaluation } = await trainHead(request({ pictures, kind: 'multi-label', risk: true }));
  t.is(file.calibration.type, 'sigmoid');
  t.is(evaluation?.scores.top1, null);
  t.true(evaluation!.scores.meanAveragePrecision! > 0.9);
  for (const { threshold, risk } of file.classes) {
    t.true(threshold >= 0.4);
    t.true(risk!.low <= risk!.medium && risk!.medium <= risk!.high);
  }
  t.deepEqual(evaluation!.names, [...CLASSES, null]);
});

test('what is not known of a picture does not count', async (t) => {
  const pictures = drawEmbeddings(['ball', 'car', ''], { perClass: 30 });
  // Balls of which nobody said so: they would teach that balls are none.
  const hidden = drawEmbeddings(['ball'], { perClass: 30, seed: 1 }).map((picture) => ({ ...picture, classes: [] }));
  const recall = async (weights: Record<string, number>) => {
    const all = [...pictures, ...hidden.map((picture, i) => ({ ...picture, id: `hidden/${i}`, weights }))];
    const { file } = await trainHead(request({ pictures: all, kind: 'multi-label' }));
    return open(file).score(pictures[0].embeddings[0])[0];
  };
  t.true((await recall({ ball: 0 })) > 0.8);
  t.true((await recall({})) < 0.7);
});

test('classes are learned beside background classes, which have no say in the answers', async (t) => {
  const background = drawEmbeddings(['', '', ''], { seed: 3 }).map((picture, i) => ({
    ...picture,
    id: `background/${i}`,
    background: i < 20 ? 'rooms' : 'cards',
  }));
  const pictures = [...drawEmbeddings(CLASSES), ...background];
  const { file, evaluation } = await trainHead(request({ pictures, kind: 'multi-label', backgroundClasses: true }));
  const head = open(file);
  t.like(file, { kind: 'multi-label', calibration: { type: 'softmax', backgroundClasses: 2 } });
  t.deepEqual(head.classes, CLASSES);
  t.deepEqual(evaluation!.names, [...CLASSES, null]);
  t.true(evaluation!.scores.top1! >= 0.9);
  t.true(evaluation!.scores.meanAveragePrecision! > 0.9);
  t.is(head.score(pictures[0].embeddings[0]).length, 3);
  t.true(head.score(pictures[0].embeddings[0])[0] > 0.5);
  t.true(Math.max(...head.score(background[0].embeddings[0])) < 0.5);
});

test('a test set of its own is scored, and learned from is everything', async (t) => {
  const pictures = drawEmbeddings(CLASSES, { seed: 1 });
  const copied = pictures.slice(0, 2).map((picture, i) => ({ ...picture, id: `copy/${i}` }));
  const { file, evaluation, warnings } = await trainHead(request({ pictures, test: copied }));
  t.is(evaluation?.scores.pictures, 2);
  t.regex(file.scores!.method, /2 pictures of a test set/);
  t.deepEqual(
    warnings.map(({ code }) => code),
    ['test-copies'],
  );
});

test('warnings name what is wrong with the pictures', async (t) => {
  const many = drawEmbeddings(['ball'], { perClass: 70 });
  const few = drawEmbeddings(['car'], { perClass: 6, seed: 9 }).map((picture) => ({ ...picture, group: 'film' }));
  const copy = { id: 'car/copy', classes: ['car'], embeddings: many[0].embeddings };
  const { warnings, groups } = await trainHead(request({ pictures: [...many, ...few, copy] }));
  t.is(groups, 71);
  const codes = warnings.map(({ code }) => code);
  t.true(codes.includes('copies') && codes.includes('one-group'));
  t.regex(warnings.find(({ code }) => code === 'copies')!.message, /ball\/0 \(ball\) and car\/copy \(car\)/);
  const lopsided = await trainHead(request({ pictures: [...many, ...few.map(({ group: _, ...rest }) => rest)] }));
  t.true(lopsided.warnings.some(({ code }) => code === 'imbalance'));
});

test('pictures that nothing can be learned from are refused', async (t) => {
  const refuse = async (
    pictures: TrainingRequest['pictures'],
    pattern: RegExp,
    more: Pick<Partial<TrainingRequest>, 'kind' | 'backgroundClasses'> = {},
  ) => {
    const error = await t.throwsAsync(trainHead(request({ pictures, ...more })), {
      instanceOf: ReelsightError,
    });
    t.is(error.kind, 'input');
    t.regex(error.message, pattern);
  };
  await refuse([], /no pictures/);
  await refuse(drawEmbeddings(['ball']), /one class only \(ball\)/);
  await refuse([...drawEmbeddings(['ball']), ...drawEmbeddings(['car'], { perClass: 4 })], /car \(4\)/);
  await refuse(drawEmbeddings(['ball', 'car', '']), /of 0 classes.*multi-label/);
  const rivals = { kind: 'multi-label', backgroundClasses: true } as const;
  await refuse(drawEmbeddings(['ball', 'car']), /no such pictures.*--background/, rivals);
  const both = { ...drawEmbeddings(['ball'])[0], id: 'both', classes: ['ball', 'car'] };
  await refuse([...drawEmbeddings(['ball', 'car', '']), both], /both is of 2 classes/, rivals);
});

test('training ends when it is cancelled', async (t) => {
  const signal = AbortSignal.abort(new ReelsightError('cancelled', 'Enough.'));
  await t.throwsAsync(trainHead(request({ pictures: drawEmbeddings(CLASSES), signal })), { message: 'Enough.' });
});
