import { frameToMilliseconds } from '../core/measurements/frame-units.ts';
import type { Report } from '../core/report.ts';
import { listCutFrames } from '../core/split/cut-frames.ts';
import { nameSegment } from '../core/split/segment-name.ts';
import { nameBreak } from './ad-breaks.ts';
import { describeMissingBreaks } from './break-note.ts';
import { type PlaylistCue, type PlaylistSegment, renderPlaylist } from './hls-playlist.ts';
import { listSplices } from './list-splices.ts';
import type { ReportFormat } from './types.ts';

/** The cue of each safe story break, by its frame. */
export const listCues = (report: Report, breakSeconds: number | undefined): Map<number, PlaylistCue> =>
  new Map(
    listSplices(report, breakSeconds).map(({ storyBreak, section }) => [
      storyBreak.frame,
      { id: nameBreak(storyBreak), breakSeconds, section },
    ]),
  );

/** The segments between safe story breaks, each after the first with the break before it. */
function listSegments(report: Report, breakSeconds: number | undefined): PlaylistSegment[] {
  const { name, frameRate, part } = report.video;
  const cues = listCues(report, breakSeconds);
  const starts = [part.startFrame, ...listCutFrames(report, 'breaks')];
  return starts.map((start, position) => ({
    file: nameSegment(name, position, starts.length, 'ts'),
    startMs: frameToMilliseconds(start, report.video),
    seconds: (((starts[position + 1] ?? part.endFrame) - start) * frameRate.denominator) / frameRate.numerator,
    cue: cues.get(start) ?? null,
  }));
}

/**
 * An HLS media playlist (RFC 8216) whose segments are the segments that `split --at breaks --exact --to ts` writes,
 * with each safe story break as a point where an ad goes in.
 */
export const hlsCuesFormat: ReportFormat = {
  fileName: 'breaks.m3u8',
  description: 'safe story breaks as cue tags between the segments of `split --at breaks` (HLS)',
  render: (report, { breakSeconds }) =>
    renderPlaylist(listSegments(report, breakSeconds), describeMissingBreaks(report)),
};
