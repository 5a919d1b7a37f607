/**
 * Scores scene grouping on made-up films of known scenes.
 *
 *   npx tsx bench/scenes.ts FOLDER --cache FOLDER [--per-class 12] [--films 60] [--seed 1]
 *
 * FOLDER holds one folder of pictures for each kind of place. Films are made of the pictures' real embeddings
 * (`scenes/sequences.ts` says how); a border is right when it is at the very shot. Precision, recall and F1 are over all
 * borders of all films of a kind; for films of one scene the wrong borders a film are counted.
 */
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureModel } from '../models/ensure.ts';
import { findPictures, readPictures } from '../models/pictures.ts';
import { takeViews } from '../models/scenes/picture-views.ts';
import { groupScenes } from '../src/core/scenes/group.ts';
import { createShotSpace } from '../src/core/scenes/shot-space.ts';
import type { ShotSpan } from '../src/core/shots/detect.ts';
import { createClassifier } from '../src/core/vision/inception.ts';
import { estimateScenes, groupOsgAdditive, groupOsgNormalised, type Matrix } from './scenes/osg.ts';
import { KINDS, makeSequences, type Sequence } from './scenes/sequences.ts';

const SHOT_FRAMES = 100;
const FRAME_RATE = { numerator: 25, denominator: 1 };

/** Shots of 4 seconds with hard cuts and no cues: the pictures alone decide. */
function groupOurs({ vectors }: Sequence): Set<number> {
  const shots = vectors.map(
    (_, i): ShotSpan => ({
      startFrame: i * SHOT_FRAMES,
      endFrame: (i + 1) * SHOT_FRAMES,
      transitionIn: {
        type: i === 0 ? 'start' : 'cut',
        startFrame: Math.max(0, i * SHOT_FRAMES - 1),
        endFrame: i * SHOT_FRAMES,
        confidence: 1,
      },
    }),
  );
  const grid = { frameRate: FRAME_RATE, startSeconds: 0, frameCount: shots.length * SHOT_FRAMES };
  const scenes = groupScenes({ shots, embeddings: vectors, cues: [], grid });
  return new Set(scenes.slice(1).map(({ firstShot }) => firstShot));
}

const dotOf = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, d) => sum + value * b[d], 0);

function toMatrix(vectors: readonly Float32Array[], distance: (a: Float32Array, b: Float32Array) => number): Matrix {
  const matrix = vectors.map(() => new Float64Array(vectors.length));
  for (let i = 0; i < vectors.length; i++)
    for (let j = i + 1; j < vectors.length; j++)
      matrix[i][j] = matrix[j][i] = Math.max(0, distance(vectors[i], vectors[j]));
  return matrix;
}

const plain = ({ vectors }: Sequence) => toMatrix(vectors, (a, b) => 1 - dotOf(a, b));
const centred = ({ vectors }: Sequence) => toMatrix(vectors, createShotSpace(vectors).distance);

const VARIANTS: Readonly<Record<string, (film: Sequence) => Set<number>>> = {
  'OSG additive, elbow, plain cosine': (film) => groupOsgAdditive(plain(film), estimateScenes(plain(film))),
  'OSG normalised, elbow, plain cosine': (film) => groupOsgNormalised(plain(film), estimateScenes(plain(film))),
  'OSG normalised, true number, plain cosine': (film) => groupOsgNormalised(plain(film), film.borders.size + 1),
  'OSG additive, elbow, centred': (film) => groupOsgAdditive(centred(film), estimateScenes(centred(film))),
  'OSG normalised, elbow, centred': (film) => groupOsgNormalised(centred(film), estimateScenes(centred(film))),
  'OSG normalised, true number, centred': (film) => groupOsgNormalised(centred(film), film.borders.size + 1),
  'neutral distance and price, centred (ours)': groupOurs,
};

function score(films: readonly Sequence[], group: (film: Sequence) => Set<number>): string {
  let right = 0;
  let found = 0;
  let wanted = 0;
  for (const film of films) {
    const borders = group(film);
    for (const border of borders) if (film.borders.has(border)) right += 1;
    found += borders.size;
    wanted += film.borders.size;
  }
  if (wanted === 0) return `${(found / films.length).toFixed(2)} wrong`;
  const [precision, recall] = [right / Math.max(1, found), right / wanted];
  return `${((2 * right) / (found + wanted)).toFixed(3)} (${precision.toFixed(2)}/${recall.toFixed(2)})`;
}

async function embedPlaces(folder: string, cacheFolder: string, perClass: number) {
  const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder });
  const classifier = await createClassifier({ ...model, threads: availableParallelism() });
  const counts = new Map<string, number>();
  const paths = (await findPictures(folder)).filter((path) => {
    const count = (counts.get(dirname(path)) ?? 0) + 1;
    counts.set(dirname(path), count);
    return count <= perClass;
  });
  const places = new Map<string, Float32Array[][]>();
  for await (const { path, frame } of readPictures(paths, console.error)) {
    const views = takeViews(frame);
    const { embeddings } = await classifier.infer(views, views.length / frame.length);
    const name = basename(dirname(path));
    if (!places.has(name)) console.error(name);
    places.set(name, [...(places.get(name) ?? []), embeddings.map(toUnitLength)]);
  }
  await classifier.close();
  return places;
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dotOf(vector, vector));
  return vector.map((value) => value / length);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cache: { type: 'string' },
    'per-class': { type: 'string', default: '12' },
    films: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
if (positionals.length !== 1 || !values.cache) throw new Error('Usage: npx tsx bench/scenes.ts FOLDER --cache FOLDER');
const places = await embedPlaces(positionals[0], values.cache, Number(values['per-class']));
const films = KINDS.map((kind) => makeSequences(kind, places, Number(values.films), Number(values.seed)));
console.log(`| variant | ${KINDS.join(' | ')} |\n|---|${KINDS.map(() => '---|').join('')}`);
for (const [name, group] of Object.entries(VARIANTS)) {
  console.log(`| ${name} | ${films.map((ofKind) => score(ofKind, group)).join(' | ')} |`);
}
