import { findAt } from '../core/math/find-at.ts';
import type { Report } from '../core/report.ts';
import { titleLabel } from '../core/wording/label-title.ts';
import { writeTable } from './csv-table.ts';
import { createTimecodes } from './timecodes.ts';
import type { ReportFormat } from './types.ts';

const COLUMNS = [
  'frame',
  'seconds',
  'timecode',
  'shot',
  'scene',
  'taxonomy',
  'label',
  'displayName',
  'confidence',
] as const;

/** Labels of the sampled frames as CSV, one label of one frame a line. */
export const csvFramesFormat: ReportFormat = {
  fileName: 'frames.csv',
  description: 'labels of each sampled frame, one a line (CSV)',
  render: (report: Report, assets) => {
    const timecodes = createTimecodes(report, assets);
    const shotStarts = report.shots.map(({ startFrame }) => startFrame);
    const sceneStarts = report.scenes.map(({ startFrame }) => startFrame);
    const rows = report.frames.flatMap(({ frame, seconds, labels }) =>
      labels.map(({ name, taxonomy, confidence }) => ({
        frame,
        seconds,
        timecode: timecodes.of(frame),
        shot: findAt(shotStarts, frame),
        scene: findAt(sceneStarts, frame),
        taxonomy,
        label: name,
        displayName: titleLabel({ taxonomy, name }),
        confidence,
      })),
    );
    return writeTable(COLUMNS, rows);
  },
};
