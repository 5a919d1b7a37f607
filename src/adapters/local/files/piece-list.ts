import { stringify } from 'csv-stringify/sync';
import { type CutPlace, frameToSeconds, type Piece, type Report } from '../../../core/index.ts';
import { listCues, renderPlaylist } from '../../../formats/index.ts';
import { plainLine } from '../terminal/plain-text.ts';

/** Pieces with the times of their frames: presentation time of the whole video. */
export function describePieces(pieces: readonly Piece[], { video }: Report) {
  const seconds = (frame: number) => frameToSeconds(frame, video);
  return pieces.map(({ file, wantedStartFrame, startFrame, endFrame, frames, lostFrames }, position) => ({
    piece: position + 1,
    file,
    startFrame,
    endFrame,
    startSeconds: seconds(startFrame),
    endSeconds: seconds(endFrame),
    frames,
    wantedStartFrame,
    wantedStartSeconds: seconds(wantedStartFrame),
    /** How much later than wanted the piece begins; negative where it begins earlier. */
    offFrames: startFrame - wantedStartFrame,
    lostFrames,
  }));
}

/** Texts of the lists that lie beside the pieces, by the names of their files. */
export function listPieceFiles(
  pieces: readonly Piece[],
  report: Report,
  { at, to, breakDuration }: { at: CutPlace; to?: string; breakDuration?: number },
): Map<string, string> {
  const rows = describePieces(pieces, report);
  const texts = new Map([
    ['pieces.csv', stringify(rows, { header: true, record_delimiter: 'windows', escape_formulas: true })],
  ]);
  if (to !== 'ts') return texts;
  const cues = at === 'breaks' ? listCues(report, breakDuration) : null;
  const segments = rows.map(({ file, startSeconds, endSeconds, wantedStartFrame }) => ({
    file,
    startSeconds,
    seconds: endSeconds - startSeconds,
    cue: cues?.get(wantedStartFrame) ?? null,
  }));
  return texts.set('pieces.m3u8', renderPlaylist(segments));
}

const MAX_LINES = 12;

/** A few lines for people: what each piece holds, and how far its beginning lies from where it was wanted. */
export function summarisePieces(pieces: readonly Piece[], report: Report, wantedCuts: number, folder: string): string {
  const rows = describePieces(pieces, report);
  const width = Math.max(...rows.slice(0, MAX_LINES).map(({ file }) => file.length));
  const lines = rows
    .slice(0, MAX_LINES)
    .map(
      ({ file, startSeconds, endSeconds, frames, offFrames, lostFrames }) =>
        `  ${file.padEnd(width)}  ${startSeconds.toFixed(3)} to ${endSeconds.toFixed(3)} s, ${frames} frames${describeOffset(offFrames, report)}${lostFrames > 0 ? `, ${lostFrames} at its start cannot be shown` : ''}`,
    );
  const offsets = rows.map(({ offFrames }) => Math.abs(offFrames));
  const merged = wantedCuts + 1 - rows.length;
  return `${[
    `${report.video.name}: ${rows.length} piece${rows.length === 1 ? '' : 's'} in ${folder}`,
    ...lines,
    ...(rows.length > MAX_LINES ? [`  and ${rows.length - MAX_LINES} more`] : []),
    ...(Math.max(...offsets) > 0
      ? [
          `  ${offsets.filter((off) => off > 0).length} of ${rows.length} pieces begin at another frame than wanted; --exact cuts at the frames.`,
        ]
      : []),
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
