import test from 'ava';
import { openHead } from '../../src/core/heads/head.ts';
import { ReelsightError } from '../../src/core/index.ts';
import { trainOpenHead } from '../../src/training/index.ts';
import type { OpenPicture, OpenRequest } from '../../src/training/train-open-head.ts';
import { drawEmbeddings, SMALL_NETWORK } from '../helpers/embeddings.ts';

const CLASSES = ['ball', 'car', 'doll'];

const train = (pictures: readonly OpenPicture[], more: Partial<OpenRequest> = {}) =>
  trainOpenHead({
    ...{ name: 'toy', title: 'Toys', taxonomy: 'toy', data: 'drawn', licence: 'MIT', network: SMALL_NETWORK },
    ...{ pictures, regularisation: 3e-3, precision: 0.8 },
    ...more,
  });

/** Photographs of each class, and of none: of the classes that they do not show it is hardly known that they do not. */
const photographs = (perClass = 20): OpenPicture[] =>
  drawEmbeddings([...CLASSES, ''], { views: 1, spread: 1.2, perClass }).map((picture) => ({
    ...picture,
    isFilm: false,
    otherwise: 0.3,
  }));

/** Frames of films, one of each class and of none in each: near the photographs of what they show. */
function frames(films: number, change: (frame: OpenPicture, film: number) => Partial<OpenPicture> = () => ({})) {
  return drawEmbeddings([...CLASSES, ''], { views: 1, perClass: films, spread: 1.2 }).map((picture, i): OpenPicture => {
    const film = i % films;
    const frame = { ...picture, id: `frame/${picture.id}`, isFilm: true, group: `film ${film}` };
    return { ...frame, ...change(frame, film) };
  });
}

test('labels are learned from pictures and films, and the films say how sure', async (t) => {
  const { file, films } = await train([...photographs(), ...frames(30)]);
  t.is(films.frames, 120);
  // A quarter of the frames shows none of the labels.
  t.true(films.precision >= 0.8 && films.coverage > 0.6 && films.coverage <= 0.75, JSON.stringify(films));
  t.true(file.scores!.meanAveragePrecision! > 0.9);
  t.deepEqual(
    file.scores!.classes.map(({ name, pictures }) => [name, pictures]),
    CLASSES.map((name) => [name, 50]),
  );
  const head = openHead(Buffer.from(JSON.stringify(file)), 'toy.json', SMALL_NETWORK);
  for (const { classes, embeddings } of drawEmbeddings(CLASSES, { views: 1 })) {
    const scores = head.score(embeddings[0]);
    t.is(head.classes[scores.indexOf(Math.max(...scores))], classes[0]);
  }
});

test('the same pictures and seed give the same file', async (t) => {
  const pictures = [...photographs(), ...frames(12)];
  const [first, again] = [await train(pictures), await train(pictures)];
  t.is(JSON.stringify(first), JSON.stringify(again));
});

/** Twenty films of five frames that are nearly one picture. What each shows is drawn by lot: only its own frames tell. */
function filmsByLot(groupOf: (film: number, shot: number) => string): OpenPicture[] {
  const names = Array.from({ length: 20 }, (_, film) => `film ${film}`);
  return drawEmbeddings(names, { views: 1, perClass: 5, spread: 0.05 }).map((picture, i) => {
    const film = Math.floor(i / 5);
    const classes = [CLASSES[(film * film + (film >> 2)) % 3]];
    return { ...picture, classes, isFilm: true, group: groupOf(film, i % 5) };
  });
}

test('a film is never judged by what learned from it', async (t) => {
  const whole = await train(filmsByLot((film) => `film ${film}`));
  const parted = await train(filmsByLot((film, shot) => `film ${film} shot ${shot}`));
  t.true(parted.file.scores!.meanAveragePrecision! > 0.9, 'its own frames tell');
  t.true(whole.file.scores!.meanAveragePrecision! < 0.6, 'those of others do not');
  t.true(whole.films.coverage < parted.films.coverage - 0.3);
});

test('how sure a label must be is chosen on films, however many photographs there are', async (t) => {
  // In three films of ten what looks like a car is none; of 200 photographs of cars each is one.
  const misleading = frames(60, ({ classes }, film) => (classes[0] === 'car' && film % 10 < 3 ? { classes: [] } : {}));
  const thresholdOf = async (list: readonly OpenPicture[]) =>
    (await train([...photographs(200), ...list], { precision: 0.9 })).file.classes[1].threshold;
  t.true((await thresholdOf(misleading)) > (await thresholdOf(frames(60))) + 0.2);
});

test('what can be argued about on a frame counts neither way', async (t) => {
  const arguable = frames(30, ({ classes }, film) =>
    classes[0] === 'car' && film % 2 === 0 ? { classes: [], weights: { car: 0 } } : {},
  );
  const wrong = frames(30, ({ classes }, film) => (classes[0] === 'car' && film % 2 === 0 ? { classes: [] } : {}));
  const carOf = async (list: readonly OpenPicture[]) =>
    (await train([...photographs(), ...list])).file.scores!.classes.find(({ name }) => name === 'car')!;
  const [unknown, known] = [await carOf(arguable), await carOf(wrong)];
  t.is(unknown.pictures, known.pictures);
  t.true(unknown.averagePrecision! > 0.98 && known.averagePrecision! < 0.95);
});

test('a label that films show all along is lifted by its film', async (t) => {
  const context = ({ file }: Awaited<ReturnType<typeof train>>) => file.context!;
  // Each film is all of one class, but half of its frames lie near none of them.
  const faint = drawEmbeddings(['', ...CLASSES], { views: 1, perClass: 60 });
  const films = CLASSES.flatMap((name, c) =>
    Array.from({ length: 12 }, (_, film) =>
      Array.from({ length: 4 }, (_, shot): OpenPicture => {
        const at = (film * 4 + shot) % 60;
        const from = shot % 2 === 0 ? faint[at + 60 * (c + 1)] : faint[at];
        const id = `${name} ${film} ${shot}`;
        return { id, classes: [name], isFilm: true, group: `${name} ${film}`, embeddings: from.embeddings };
      }),
    ).flat(),
  );
  const lifted = context(await train([...photographs(), ...films]));
  t.true(
    lifted.weights.every((weight) => weight > 0.05),
    String(lifted.weights),
  );
  // Where each frame of a film shows something else the film lifts less.
  const mixed = context(await train([...photographs(), ...frames(36)]));
  t.true(Math.max(...mixed.weights) < Math.min(...lifted.weights), `${mixed.weights} ${lifted.weights}`);
});

test('pictures that nothing can be learned from are refused, and training can be cancelled', async (t) => {
  const refuse = async (pictures: readonly OpenPicture[], message: RegExp) =>
    t.is((await t.throwsAsync(train(pictures), { instanceOf: ReelsightError, message })).kind, 'input');
  await refuse([], /no pictures/);
  await refuse(frames(3), /Too few pictures of ball \(3\)/);
  const signal = AbortSignal.abort(new ReelsightError('cancelled', 'Enough.'));
  await t.throwsAsync(train(frames(12), { signal }), { message: 'Enough.' });
});
