import { frameToSeconds } from '../media/timecode.ts';
import { namePiece } from '../pieces/piece-name.ts';
import type { Report } from '../report.ts';
import { nameBreak } from './ad-breaks.ts';
import { type PlaylistSegment, renderPlaylist } from './hls/playlist.ts';
import { listSplices } from './scte35/list-splices.ts';
import type { ReportFormat } from './types.ts';

/**
 * The pieces between safe story breaks as segments, each after the first with the break before it. `toFile` names the
 * file of a piece by its position.
 */
export function listBreakSegments(
  report: Report,
  breakSeconds: number | undefined,
  toFile: (position: number, count: number) => string,
): PlaylistSegment[] {
  const { frameRate, frameCount, startSeconds } = report.video;
  const splices = listSplices(report, breakSeconds);
  const starts = [0, ...splices.map(({ storyBreak }) => storyBreak.frame)];
  return starts.map((start, position) => {
    const splice = splices[position - 1];
    const length = (starts[position + 1] ?? frameCount) - start;
    return {
      file: toFile(position, starts.length),
      startSeconds: frameToSeconds(start, { frameRate, startSeconds }),
      seconds: (length * frameRate.denominator) / frameRate.numerator,
      cue: splice ? { id: nameBreak(splice.storyBreak), breakSeconds, section: splice.section } : null,
    };
  });
}

/**
 * An HLS media playlist (RFC 8216) whose segments are the pieces that `split --at breaks --exact --to ts` writes, with
 * each safe story break as a point where an ad goes in.
 */
export const hlsCuesFormat: ReportFormat = {
  fileName: 'breaks.m3u8',
  description: 'safe story breaks as cue tags between the pieces of `split --at breaks` (HLS)',
  render: (report, { breakSeconds }) =>
    renderPlaylist(
      listBreakSegments(report, breakSeconds, (position, count) => namePiece(report.video.name, position, count, 'ts')),
    ),
};
