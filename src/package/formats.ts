/**
 * Writes a report for other programs: CSV, WebVTT, EDL, OpenTimelineIO, VMAP, SCTE-35 and more.
 *
 * @module
 */
import type { Report } from '../core/index.ts';
import { type ExportAssets, type ExportedFile, exportReport, type FormatName } from '../formats/index.ts';

export { type ExportAssets, type ExportedFile, FORMAT_NAMES, type FormatName, isFormatName } from '../formats/index.ts';

/**
 * Writes a report as one text file. The same report and assets give the same text.
 *
 * `assets.thumbnails` holds JPEG bytes by the path that the report gives them (for `html`; `onThumbnail` of
 * `analyzeVideo` gives them), `breakSeconds` the length of an ad break in seconds, `videoUrl` the address of the video,
 * `startTimecode` what timecodes count from: `source`, `zero` or `HH:MM:SS:FF`.
 *
 * @throws ReelsightError `input` for an unknown format, or a start timecode that does not exist in this video.
 * @example
 * import { formatReport } from 'reelsight/formats';
 * import { readReport } from 'reelsight/report';
 *
 * const report = await readReport('film.mp4.reelsight/report.json');
 * const { fileName, content } = formatReport(report, 'edl');
 * console.log(fileName, content.split('\n')[0]);
 */
export function formatReport(report: Report, format: FormatName, assets: Partial<ExportAssets> = {}): ExportedFile {
  return exportReport(report, format, { thumbnails: new Map(), ...assets });
}
