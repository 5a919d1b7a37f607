import type { ShotSpan } from '../../src/core/measurements/spans.ts';
import { groupScenes } from '../../src/core/scenes/group.ts';
import { createShotSpace } from '../../src/core/scenes/shot-space.ts';
import { clusterShots, linkShots, splitEvenly } from './baselines.ts';
import { estimateScenes, groupOsgAdditive, groupOsgNormalised, type Matrix } from './osg.ts';
import type { Sequence } from './sequences.ts';

export const SHOT_SECONDS = 4;
const FRAMES_PER_SHOT = SHOT_SECONDS * 25;

export interface Method {
  readonly name: string;
  /** Whether it is told the true number of scenes. */
  readonly isTold: boolean;
  /** The shots that begin a scene, but for the first. */
  group(film: Sequence): Set<number>;
}

/** Shots of 4 seconds with hard cuts and no cues: the pictures alone decide. */
export function groupOurs({ vectors }: Sequence): Set<number> {
  const shots = vectors.map((_, i): ShotSpan => {
    const startFrame = i * FRAMES_PER_SHOT;
    const transitionIn = {
      type: i === 0 ? 'start' : 'cut',
      startFrame: Math.max(0, startFrame - 1),
      endFrame: startFrame,
    };
    return {
      startFrame,
      endFrame: startFrame + FRAMES_PER_SHOT,
      transitionIn: transitionIn as ShotSpan['transitionIn'],
    };
  });
  const frameRate = { numerator: 25, denominator: 1 };
  const grid = { frameRate, startSeconds: 0, frameCount: shots.length * FRAMES_PER_SHOT };
  const scenes = groupScenes({ shots, embeddings: vectors, cues: [], grid });
  return new Set(scenes.slice(1).map(({ firstShot }) => firstShot));
}

function toMatrix(vectors: readonly Float32Array[], distance: (a: Float32Array, b: Float32Array) => number): Matrix {
  const matrix = vectors.map(() => new Float64Array(vectors.length));
  for (let i = 0; i < vectors.length; i++)
    for (let j = i + 1; j < vectors.length; j++)
      matrix[i][j] = matrix[j][i] = Math.max(0, distance(vectors[i], vectors[j]));
  return matrix;
}

const plain = ({ vectors }: Sequence) =>
  toMatrix(vectors, (a, b) => 1 - a.reduce((sum, value, d) => sum + value * b[d], 0));
const ours = ({ vectors }: Sequence) => toMatrix(vectors, createShotSpace(vectors).distance);
const trueNumber = ({ borders }: Sequence) => borders.size + 1;

/** Each film's matrix once, whichever method asks. */
function remember(make: (film: Sequence) => Matrix): (film: Sequence) => Matrix {
  const made = new WeakMap<Sequence, Matrix>();
  return (film) => {
    const matrix = made.get(film) ?? make(film);
    made.set(film, matrix);
    return matrix;
  };
}

const plainOf = remember(plain);
const oursOf = remember(ours);
const REACH = Math.round(180 / SHOT_SECONDS);

const told = (name: string, group: Method['group']): Method => ({ name, isTold: true, group });
const untold = (name: string, group: Method['group']): Method => ({ name, isTold: false, group });

export const METHODS: readonly Method[] = [
  told('equal lengths, true number', (film) => splitEvenly(film.vectors.length, trueNumber(film))),
  told('k-means, true number', (film) => clusterShots(film, trueNumber(film))),
  told('OSG additive, true number', (film) => groupOsgAdditive(plainOf(film), trueNumber(film))),
  told('OSG normalised, true number', (film) => groupOsgNormalised(plainOf(film), trueNumber(film))),
  told('OSG normalised, true number, our distances', (film) => groupOsgNormalised(oursOf(film), trueNumber(film))),
  untold('equal lengths, a scene every 30 s', ({ vectors }) =>
    splitEvenly(vectors.length, Math.max(1, Math.round((vectors.length * SHOT_SECONDS) / 30))),
  ),
  untold('shots linked at cosine 0.80 within 3 minutes', (film) => linkShots(film.vectors, plainOf(film), 0.2, REACH)),
  untold('shots linked at our distance 0.45 within 3 minutes', (film) =>
    linkShots(film.vectors, oursOf(film), 0.45, REACH),
  ),
  untold('k-means, number by silhouette', (film) => clusterShots(film)),
  untold('OSG additive, number by elbow', (film) => groupOsgAdditive(plainOf(film), estimateScenes(plainOf(film)))),
  untold('OSG normalised, number by elbow', (film) => groupOsgNormalised(plainOf(film), estimateScenes(plainOf(film)))),
  untold('OSG normalised, number by elbow, our distances', (film) =>
    groupOsgNormalised(oursOf(film), estimateScenes(oursOf(film))),
  ),
  untold('OSG additive, our number and distances', (film) => groupOsgAdditive(oursOf(film), groupOurs(film).size + 1)),
  untold('OSG normalised, our number and distances', (film) =>
    groupOsgNormalised(oursOf(film), groupOurs(film).size + 1),
  ),
  untold('Reelsight', groupOurs),
];
