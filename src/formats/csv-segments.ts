import { secondsToFrame } from '../core/measurements/timecode.ts';
import type { Report, Segment } from '../core/report.ts';
import { type CsvValue, writeTable } from './csv-table.ts';
import { createTimecodes, type Timecodes } from './timecodes.ts';
import type { ReportFormat } from './types.ts';
import { spanOfSeconds } from './vendors/frame-span.ts';

const COLUMNS = [
  'kind',
  'taxonomy',
  'id',
  'name',
  'startSeconds',
  'endSeconds',
  'durationSeconds',
  'startFrame',
  'endFrame',
  'startTimecode',
  'endTimecode',
  'confidence',
  'risk',
  'evidence',
  'frame',
  'thumbnail',
  'boxLeft',
  'boxTop',
  'boxRight',
  'boxBottom',
  'iabCategories',
  'url',
  'verdict',
  'basis',
] as const;

type Row = Record<(typeof COLUMNS)[number], CsvValue>;
const EMPTY = Object.fromEntries(COLUMNS.map((column) => [column, null])) as Row;

type Range = Pick<Segment, 'startSeconds' | 'endSeconds'>;
type Appearance = Report['brands'][number]['segments'][number];

function tellRange(range: Range, report: Report, timecodes: Timecodes): Partial<Row> {
  const { firstFrame, lastFrame } = spanOfSeconds(range, report);
  const { startSeconds, endSeconds } = range;
  return {
    startSeconds,
    endSeconds,
    durationSeconds: Math.round((endSeconds - startSeconds) * 1e6) / 1e6,
    startFrame: firstFrame,
    endFrame: lastFrame + 1,
    startTimecode: timecodes.of(firstFrame),
    endTimecode: timecodes.of(lastFrame + 1),
  };
}

const tellAppearance = ({ confidence, frame, thumbnail, box }: Appearance): Partial<Row> => ({
  confidence,
  frame,
  thumbnail,
  boxLeft: box.left,
  boxTop: box.top,
  boxRight: box.right,
  boxBottom: box.bottom,
});

function listRows(report: Report, timecodes: Timecodes): Row[] {
  const row = (range: Range, ...parts: Partial<Row>[]): Row =>
    Object.assign({}, EMPTY, tellRange(range, report, timecodes), ...parts);
  return [
    ...report.labels.flatMap(({ name, taxonomy, id, iabCategories, segments }) => {
      const what = {
        kind: 'label',
        taxonomy,
        id,
        name,
        iabCategories: iabCategories.map((iab) => iab.name).join('; '),
      };
      return segments.map((segment) => row(segment, what, { confidence: segment.confidence }));
    }),
    ...report.brandSafety.categories.flatMap(({ category, segments }) =>
      segments.map((segment) => {
        const { confidence, risk, evidence, verdict, frame, thumbnail } = segment;
        const what = { kind: 'safety', name: category, confidence, risk, evidence, verdict, basis: segment.basis.text };
        return row(segment, what, { frame, thumbnail });
      }),
    ),
    ...report.brands.flatMap(({ name, segments }) =>
      segments.map((segment) => row(segment, { kind: 'brand', name }, tellAppearance(segment))),
    ),
    ...report.productListings.flatMap(({ productId, title, url, segments }) =>
      segments.map((segment) =>
        row(segment, { kind: 'product', id: productId, name: title, url }, tellAppearance(segment)),
      ),
    ),
    ...report.cues.map((cue) => row(cue, { kind: 'cue', name: cue.type })),
    // Of no category: nothing was assessed there.
    ...report.video.pictures.missing
      .filter(({ startSeconds }) => secondsToFrame(startSeconds, report.video) < report.video.part.endFrame)
      .map((range) => row(range, { kind: 'not-seen', name: 'pictures not decoded' })),
  ];
}

/** All that was seen over time as one long table, a segment a line: labels, safety, brands, products, cues,
 * and where no picture was seen. */
export const csvSegmentsFormat: ReportFormat = {
  fileName: 'segments.csv',
  description: 'labels, safety, brands, products and cues by segment, one a line (CSV)',
  render: (report, assets) => writeTable(COLUMNS, listRows(report, createTimecodes(report, assets))),
};
