import { roundSeconds } from '../core/measurements/timecode.ts';
import type { Report, Scene, Shot } from '../core/report.ts';
import { type CsvValue, writeTable } from './csv-table.ts';
import { createTimecodes, type Timecodes } from './timecodes.ts';
import type { ReportFormat } from './types.ts';

const COLUMNS = [
  'shot',
  'scene',
  'startFrame',
  'endFrame',
  'startSeconds',
  'endSeconds',
  'startTimecode',
  'endTimecode',
  'transition',
  'transitionStartFrame',
  'transitionEndFrame',
  'keyFrame',
  'thumbnail',
  'labels',
  'sceneVerdict',
  'sceneRisk',
  'brands',
  'products',
  'notSeenSeconds',
  'sceneNotSeen',
] as const;

type Range = Pick<Shot, 'startSeconds' | 'endSeconds'>;

const overlaps = (a: Range, b: Range): boolean => a.startSeconds < b.endSeconds && b.startSeconds < a.endSeconds;

const overlapSeconds = (a: Range, b: Range): number =>
  Math.max(0, Math.min(a.endSeconds, b.endSeconds) - Math.max(a.startSeconds, b.startSeconds));

/** Names of what is seen at some time of a range. */
const namesIn = (range: Range, seen: readonly { readonly name: string; readonly segments: readonly Range[] }[]) =>
  seen
    .filter(({ segments }) => segments.some((segment) => overlaps(segment, range)))
    .map(({ name }) => name)
    .join('; ');

const toRow = (
  shot: Shot,
  scene: Scene | undefined,
  { video, brands, productListings }: Report,
  timecodes: Timecodes,
): Record<(typeof COLUMNS)[number], CsvValue> => ({
  shot: shot.index,
  scene: scene?.index ?? null,
  startFrame: shot.startFrame,
  endFrame: shot.endFrame,
  startSeconds: shot.startSeconds,
  endSeconds: shot.endSeconds,
  startTimecode: timecodes.of(shot.startFrame),
  endTimecode: timecodes.of(shot.endFrame),
  transition: shot.transitionIn.type,
  transitionStartFrame: shot.transitionIn.startFrame,
  transitionEndFrame: shot.transitionIn.endFrame,
  keyFrame: shot.keyFrame,
  thumbnail: shot.thumbnail,
  labels: shot.labels.map((label) => `${label.name} ${label.confidence}`).join('; '),
  sceneVerdict: scene?.safety.verdict ?? null,
  sceneRisk: scene?.safety.risk ?? null,
  brands: namesIn(shot, brands),
  products: namesIn(
    shot,
    productListings.map(({ productId, segments }) => ({ name: productId, segments })),
  ),
  notSeenSeconds: roundSeconds(video.pictures.missing.reduce((sum, range) => sum + overlapSeconds(shot, range), 0)),
  sceneNotSeen: scene?.safety.notSeen?.text ?? null,
});

/** Shots as CSV, one a line. */
export const csvFormat: ReportFormat = {
  fileName: 'shots.csv',
  description: 'shots with scene, transition, labels, brands, products (CSV, safe in a spreadsheet)',
  render: (report: Report, assets) => {
    const timecodes = createTimecodes(report, assets);
    const sceneOfShot = new Map<number, Scene>();
    for (const scene of report.scenes) {
      for (let shot = scene.firstShot; shot <= scene.lastShot; shot++) sceneOfShot.set(shot, scene);
    }
    return writeTable(
      COLUMNS,
      report.shots.map((shot) => toRow(shot, sceneOfShot.get(shot.index), report, timecodes)),
    );
  },
};
