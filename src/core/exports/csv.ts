import { stringify } from 'csv-stringify/sync';
import type { Report, Scene, Shot } from '../report.ts';
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
] as const;

const toRow = (shot: Shot, scene: Scene | undefined): Record<(typeof COLUMNS)[number], string | number | null> => ({
  shot: shot.index,
  scene: scene?.index ?? null,
  startFrame: shot.startFrame,
  endFrame: shot.endFrame,
  startSeconds: shot.startSeconds,
  endSeconds: shot.endSeconds,
  startTimecode: shot.startTimecode,
  endTimecode: shot.endTimecode,
  transition: shot.transitionIn.type,
  transitionStartFrame: shot.transitionIn.startFrame,
  transitionEndFrame: shot.transitionIn.endFrame,
  keyFrame: shot.keyFrame,
  thumbnail: shot.thumbnail,
  labels: shot.labels.map((label) => `${label.name} ${label.confidence}`).join('; '),
  sceneVerdict: scene?.safety.verdict ?? null,
  sceneRisk: scene?.safety.risk ?? null,
});

/**
 * Shots as CSV (RFC 4180: CRLF, quotes where needed), one a line under a header. Text that a spreadsheet would run as a
 * formula gets an apostrophe before it.
 */
export const csvFormat: ReportFormat = {
  fileName: 'shots.csv',
  description: 'shots with their scene, transition and labels (CSV, safe to open in a spreadsheet)',
  render: (report: Report) => {
    const sceneOfShot = new Map<number, Scene>();
    for (const scene of report.scenes) {
      for (let shot = scene.firstShot; shot <= scene.lastShot; shot++) sceneOfShot.set(shot, scene);
    }
    const rows = report.shots.map((shot) => toRow(shot, sceneOfShot.get(shot.index)));
    return stringify(rows, {
      columns: [...COLUMNS],
      header: true,
      record_delimiter: 'windows',
      escape_formulas: true,
    });
  },
};
