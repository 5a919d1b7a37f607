import { stringify } from 'csv-stringify/sync';
import {
  type CutPlace,
  frameToMilliseconds,
  frameToSeconds,
  type Report,
  type VideoSegment,
} from '../../../core/index.ts';
import { describeMissingBreaks, listCues, renderPlaylist } from '../../../formats/index.ts';
import { plainLine } from '../terminal/plain-text.ts';

/** Segments with the times of their frames: presentation time of the whole video. */
export function describeSegments(segments: readonly VideoSegment[], { video }: Report) {
  const seconds = (frame: number) => frameToSeconds(frame, video);
  return segments.map(({ file, wantedStartFrame, startFrame, endFrame, frames, lostFrames }, position) => ({
    segment: position + 1,
    file,
    startFrame,
    endFrame,
    startSeconds: seconds(startFrame),
    endSeconds: seconds(endFrame),
    frames,
    wantedStartFrame,
    wantedStartSeconds: seconds(wantedStartFrame),
    /** How much later than wanted the segment begins; negative where it begins earlier. */
    offFrames: startFrame - wantedStartFrame,
    lostFrames,
  }));
}

/** Texts of the lists that lie beside the segments, by the names of their files. */
export function listSegmentFiles(
  segments: readonly VideoSegment[],
  report: Report,
  { at, to, breakDuration }: { at: CutPlace; to?: string; breakDuration?: number },
): Map<string, string> {
  const rows = describeSegments(segments, report);
  const texts = new Map([
    ['segments.csv', stringify(rows, { header: true, record_delimiter: 'windows', escape_formulas: true })],
  ]);
  if (to !== 'ts') return texts;
  const cues = at === 'breaks' ? listCues(report, breakDuration) : null;
  const playlistSegments = rows.map(({ file, startFrame, startSeconds, endSeconds, wantedStartFrame }) => ({
    file,
    startMs: frameToMilliseconds(startFrame, report.video),
    seconds: endSeconds - startSeconds,
    cue: cues?.get(wantedStartFrame) ?? null,
  }));
  return texts.set('segments.m3u8', renderPlaylist(playlistSegments, cues && describeMissingBreaks(report)));
}

const MAX_LINES = 12;

/** A few lines for people: what each segment holds, and how far its beginning lies from where it was wanted. */
export function summariseSegments(
  segments: readonly VideoSegment[],
  report: Report,
  wantedCuts: number,
  folder: string,
): string {
  const rows = describeSegments(segments, report);
  const showSeconds = (frame: number) => (frameToMilliseconds(frame, report.video) / 1000).toFixed(3);
  const width = Math.max(...rows.slice(0, MAX_LINES).map(({ file }) => file.length));
  const lines = rows
    .slice(0, MAX_LINES)
    .map(
      ({ file, startFrame, endFrame, frames, offFrames, lostFrames }) =>
        `  ${file.padEnd(width)}  ${showSeconds(startFrame)} to ${showSeconds(endFrame)} s, ${frames} frames${describeOffset(offFrames, report)}${lostFrames > 0 ? `, ${lostFrames} at its start cannot be shown` : ''}`,
    );
  const offsets = rows.map(({ offFrames }) => Math.abs(offFrames));
  const merged = wantedCuts + 1 - rows.length;
  return `${[
    `${report.video.name}: ${rows.length} segment${rows.length === 1 ? '' : 's'} in ${folder}`,
    ...lines,
    ...(rows.length > MAX_LINES ? [`  and ${rows.length - MAX_LINES} more`] : []),
    ...(Math.max(...offsets) > 0
      ? [
          `  ${offsets.filter((off) => off > 0).length} of ${rows.length} segments begin at another frame than wanted; --exact cuts at the frames.`,
        ]
      : []),
    ...(wantedCuts === 0 ? ['  The report has nothing to cut at, so the video stays whole.'] : []),
    ...(merged > 0
      ? [`  ${merged} of ${wantedCuts} cuts had no key frame of their own and were left out; --exact makes them.`]
      : []),
  ]
    .map(plainLine)
    .join('\n')}\n`;
}

function describeOffset(frames: number, { video: { frameRate } }: Report): string {
  if (frames === 0) return '';
  const seconds = (Math.abs(frames) * frameRate.denominator) / frameRate.numerator;
  return `, ${seconds.toFixed(3)} s (${Math.abs(frames)} frames) ${frames > 0 ? 'late' : 'early'}`;
}
