import { frameToTicks, TICKS_PER_SECOND } from '../core/measurements/frame-units.ts';
import type { Report, StoryBreak } from '../core/report.ts';
import { listAdBreaks } from './ad-breaks.ts';
import { encodeSpliceInsert, wrapTicks } from './splice-insert.ts';

export interface Splice {
  readonly storyBreak: StoryBreak;
  readonly eventId: number;
  readonly pts: number;
  /** The splice_info_section. */
  readonly section: Buffer;
}

/**
 * A splice_insert() for each ad break. PTS counts from the time that a player shows as 0; a multiplexer whose clock
 * starts elsewhere adds that, or writes it into pts_adjustment.
 *
 * @param durationSeconds of every break, where it is known
 */
export function listSplices(report: Report, durationSeconds: number | undefined): Splice[] {
  const breaks = listAdBreaks(report);
  return breaks.map((storyBreak, position) => {
    const eventId = storyBreak.index + 1;
    const pts = wrapTicks(frameToTicks(storyBreak.frame, report.video));
    const section = encodeSpliceInsert({
      eventId,
      pts,
      durationTicks: durationSeconds === undefined ? null : Math.round(durationSeconds * TICKS_PER_SECOND),
      availNumber: position + 1,
      availsExpected: breaks.length,
    });
    return { storyBreak, eventId, pts, section };
  });
}
