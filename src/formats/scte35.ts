import { stringify } from 'csv-stringify/sync';
import { nameBreak } from './ad-breaks.ts';
import { listSplices } from './list-splices.ts';
import { createTimecodes } from './timecodes.ts';
import type { ReportFormat } from './types.ts';

/**
 * Safe story breaks as SCTE 35 splice_insert() messages, one a line of CSV (RFC 4180): the whole splice_info_section in
 * base64 and in hex, and beside it what is in it.
 */
export const scte35Format: ReportFormat = {
  fileName: 'breaks.scte35.csv',
  description: 'safe story breaks as SCTE 35 splice_insert messages, base64 and hex (CSV)',
  render: (report, assets) => {
    const { breakSeconds } = assets;
    const timecodes = createTimecodes(report, assets);
    return stringify(
      listSplices(report, breakSeconds).map(({ storyBreak, eventId, pts, section }) => ({
        break: nameBreak(storyBreak),
        seconds: storyBreak.seconds,
        timecode: timecodes.of(storyBreak.frame),
        eventId,
        pts,
        outOfNetwork: 1,
        durationSeconds: breakSeconds ?? null,
        base64: section.toString('base64'),
        hex: `0x${section.toString('hex').toUpperCase()}`,
      })),
      {
        columns: ['break', 'seconds', 'timecode', 'eventId', 'pts', 'outOfNetwork', 'durationSeconds', 'base64', 'hex'],
        header: true,
        record_delimiter: 'windows',
      },
    );
  },
};
