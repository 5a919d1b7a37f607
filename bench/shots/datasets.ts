import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { TrueRange } from './films.ts';
import type { Truth } from './score.ts';

export interface Item {
  /** The folder that the video lies in, for a line of its own in the result. */
  readonly group: string;
  readonly video: string;
  readonly truth: Truth;
}

/**
 * The layouts that can be read. `json`: any folder, a JSON with `transitions` beside each video. The others are the
 * public sets as their authors give them out; they are to be asked for there, none is part of this repository.
 */
export const LAYOUTS = ['json', 'bbc', 'rai', 'clipshots', 'autoshot'] as const;
export type Layout = (typeof LAYOUTS)[number];

/**
 * What others publish for the same sets, F1. PySceneDetect: its benchmark's README, its best of five detectors
 * (adaptive), frame exact. TransNetV2: its README (Soucek and Lokoc 2020), two frames of tolerance, as ours by default.
 */
export const PUBLISHED: { readonly [layout in Layout]?: string } = {
  bbc: 'PySceneDetect 0.916 (exact frame), TransNetV2 0.962',
  rai: 'TransNetV2 0.939',
  clipshots: 'PySceneDetect 0.558 cuts, 0.753 fades (its histogram detector), TransNetV2 0.779',
  autoshot: 'PySceneDetect 0.739 (exact frame)',
};

const VIDEO = new Set(['.mp4', '.webm', '.mkv', '.mov', '.avi', '.mpg']);

/** The videos of a folder and its subfolders. */
export const findVideos = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && VIDEO.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** The videos of a folder with their truth. Videos without truth are left out, as some of the sets have lost videos. */
export function readDataset(folder: string, layout: Layout): Item[] {
  const truthOf = FINDERS[layout](folder);
  return findVideos(folder).flatMap((video) => {
    const truth = truthOf(video);
    return truth ? [{ group: basename(dirname(video)), video, truth }] : [];
  });
}

const nameOf = (video: string): string => basename(video, extname(video));

/** The truth that lies beside a video as a JSON file of its name; null where there is none. Decoded frames. */
export function readTruth(video: string): Truth | null {
  const file = join(dirname(video), `${nameOf(video)}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** `annotations/shots/01_*.txt` of the set's authors, or `fixed/01-scenes.txt` of PySceneDetect's corrected copy. */
const findBbc =
  (folder: string) =>
  (video: string): Truth | null => {
    const number = /(\d+)$/.exec(nameOf(video))?.[1];
    if (!number) return null;
    const original = findFile(join(folder, 'annotations', 'shots'), `${number}_`);
    // The authors' frame numbers are one less than the frames (so TransNetV2's consolidate_datasets.py).
    if (original) return { transitions: betweenShots(readRows(original).map((row) => row.map((n) => n + 1))) };
    const fixed = findFile(join(folder, 'fixed'), `${number}-`);
    return fixed ? { transitions: betweenShots(readRows(fixed)) } : null;
  };

const findRai =
  (folder: string) =>
  (video: string): Truth | null => {
    const name = `${nameOf(video)}_gt.txt`;
    const file = [join(dirname(video), name), join(folder, 'labels', name)].find((path) => existsSync(path));
    return file ? { transitions: betweenShots(readRows(file)) } : null;
  };

const findAutoShot =
  (folder: string) =>
  (video: string): Truth | null => {
    const file = join(folder, 'annotations', `${nameOf(video)}.txt`);
    return existsSync(file) ? { transitions: betweenShots(readRows(file)) } : null;
  };

/** `annotations/{test,train,only_gradual}.json`: {"NAME.mp4": {transitions: [[last of one, first of the next]]}}. */
const findClipShots = (folder: string): ((video: string) => Truth | null) => {
  const annotations = join(folder, 'annotations');
  const all: Record<string, { transitions: [number, number][] }> = Object.assign(
    {},
    ...readdirSync(annotations)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(annotations, name), 'utf8'))),
  );
  return (video) => {
    const entry = all[basename(video)];
    return entry ? { transitions: entry.transitions.map(([from, to]) => describe(from, to)) } : null;
  };
};

const findFile = (folder: string, prefix: string): string | null => {
  const name = existsSync(folder) && readdirSync(folder).find((file) => file.startsWith(prefix));
  return name ? join(folder, name) : null;
};

/** First and last frame of a shot a line. */
const readRows = (file: string): number[][] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) =>
      line
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    );

/** What lies between the last frame of a shot and the first of the next. */
const betweenShots = (rows: readonly (readonly number[])[]): TrueRange[] =>
  rows.slice(1).map(([first], i) => describe(rows[i][1], Math.max(first, rows[i][1] + 1)));

const describe = (startFrame: number, endFrame: number): TrueRange => ({
  type: endFrame - startFrame <= 1 ? 'cut' : 'gradual',
  startFrame,
  endFrame,
});

const FINDERS: Record<Layout, (folder: string) => (video: string) => Truth | null> = {
  json: () => readTruth,
  bbc: findBbc,
  rai: findRai,
  clipshots: findClipShots,
  autoshot: findAutoShot,
};
