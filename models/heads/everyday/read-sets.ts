import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { OpenPicture } from '../../../src/training/index.ts';
import { findPictures } from '../../pictures.ts';
import { IMPLIED, LEFT_OUT, PEOPLE, PLACES } from './places.ts';

/** A picture before the network saw it. */
export interface LabelledPicture extends Omit<OpenPicture, 'embeddings'> {
  readonly path: string;
  /** The set of pictures, or the film, that it came from. */
  readonly source: string;
}

const names = z.array(z.string());
/** `labels.json` beside pictures, by file name. */
const labelsSchema = z.record(
  z.string(),
  z.object({
    labels: names.describe('Plainly there'),
    minor: names.default([]).describe('Perhaps there: counts neither way'),
    absent: names.default([]).describe('Known not to be there'),
    complete: z.union([z.boolean(), z.string()]).default(false).describe('Whether what is not named is not there'),
    set: z.string().optional().describe('Where it came from: pictures of one set are never parted'),
  }),
);
/** `judged.json` beside a folder `frames`. */
const judgedSchema = z.object({
  frames: z.array(
    z.object({
      file: z.string(),
      film: z.string(),
      present: names,
      maybe: names.default([]),
      partial: z.boolean().default(false).describe('Whether only some labels were searched for'),
    }),
  ),
});

/** Weights of what was not annotated: most of it is not there, some is. */
const UNKNOWN = 0.3;
const UNKNOWN_PEOPLE = 0.06;
const PLACE_SHARE = 0.5;
/** A frame of a film is worth more than a picture: films are what the head is for. */
const FILM_SHARE = 2;
/** Large sets of pictures that have nothing in common: each is a source of its own. */
const VARIED_SETS = ['coco', 'twitter', 'imagenet', 'sports_type', 'caltech101', 'weather'];

const known = (labels: readonly string[]): string[] => {
  const all = new Set(labels);
  for (const name of all) for (const implied of IMPLIED[name] ?? []) all.add(implied);
  return [...all].filter((name) => !LEFT_OUT.has(name)).sort();
};
const weigh = (labels: readonly string[], weight: number) => labels.map((name) => [name, weight] as const);

/**
 * Reads a set of pictures: a folder with `labels.json`, one with `judged.json` and `frames/`, or one with a folder for each
 * kind of place.
 */
export async function readSet(folder: string): Promise<LabelledPicture[]> {
  if (existsSync(join(folder, 'labels.json'))) return readLabelled(folder);
  if (existsSync(join(folder, 'judged.json'))) return readJudged(folder);
  return (await findPictures(folder)).map(teachPlace);
}

async function readLabelled(folder: string): Promise<LabelledPicture[]> {
  const table = labelsSchema.parse(JSON.parse(await readFile(join(folder, 'labels.json'), 'utf8')));
  return Object.entries(table).map(([file, { labels, minor, absent, complete, set }]) => {
    const classes = known(labels);
    const rest = (list: readonly string[]) => list.filter((name) => !classes.includes(name));
    return {
      path: join(folder, file),
      id: file,
      classes,
      weights: Object.fromEntries([...weigh(rest(absent), 1), ...weigh(rest(minor), 0)]),
      otherwise: complete ? 1 : UNKNOWN,
      isFilm: false,
      source: set?.split('/')[0] ?? folder,
      group: set === undefined || VARIED_SETS.some((name) => set.startsWith(name)) ? file : set,
    };
  });
}

async function readJudged(folder: string): Promise<LabelledPicture[]> {
  const { frames } = judgedSchema.parse(JSON.parse(await readFile(join(folder, 'judged.json'), 'utf8')));
  return frames.map(({ file, film, present, maybe, partial }) => {
    const classes = known(present);
    const share = partial ? FILM_SHARE / 2 : FILM_SHARE;
    return {
      path: join(folder, 'frames', file),
      id: file,
      classes,
      weights: Object.fromEntries([
        ...weigh(classes, share),
        ...weigh(
          known(maybe).filter((name) => !classes.includes(name)),
          0,
        ),
      ]),
      otherwise: partial ? UNKNOWN : share,
      isFilm: !partial,
      source: film,
      group: film,
    };
  });
}

function teachPlace(path: string): LabelledPicture {
  const folder = basename(dirname(path));
  const { shows = [folder], mayShow = [] } = PLACES[folder] ?? {};
  const places = Object.keys(PLACES).filter((name) => !LEFT_OUT.has(name) && !shows.includes(name));
  return {
    path,
    id: `${folder}/${basename(path)}`,
    classes: [...shows].sort(),
    weights: Object.fromEntries([
      ...weigh(places, PLACE_SHARE),
      ...weigh(PEOPLE, UNKNOWN_PEOPLE * PLACE_SHARE),
      ...weigh(mayShow, 0),
      ...weigh(shows, PLACE_SHARE),
    ]),
    otherwise: UNKNOWN * PLACE_SHARE,
    isFilm: false,
    source: 'places',
    group: path,
  };
}
