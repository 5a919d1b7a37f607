import { ReelsightError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { csvFormat } from './csv.ts';
import { csvFramesFormat } from './csv-frames.ts';
import { csvSegmentsFormat } from './csv-segments.ts';
import { edlFormat } from './edl.ts';
import { ffmetadataFormat } from './ffmetadata.ts';
import { hlsCuesFormat } from './hls-cues.ts';
import { htmlFormat } from './html.ts';
import { jsonFormat } from './json.ts';
import { otioFormat } from './otio.ts';
import { scte35Format } from './scte35.ts';
import { scte35EsamFormat } from './scte35-esam.ts';
import type { ExportAssets, ExportedFile, ReportFormat } from './types.ts';
import { rekognitionFormat } from './vendors/rekognition.ts';
import { videoIntelligenceFileFormat, videoIntelligenceFormat } from './vendors/video-intelligence.ts';
import { vmapFormat } from './vmap.ts';
import { vttFormat } from './vtt.ts';

export { describeMissingBreaks } from './break-note.ts';
export { listCues } from './hls-cues.ts';
export { renderPlaylist } from './hls-playlist.ts';
export type { ExportAssets, ExportedFile, ReportFormat } from './types.ts';

/** Every format that a report can be written in, by the name that `--format` takes. */
export const FORMATS = {
  json: jsonFormat,
  html: htmlFormat,
  csv: csvFormat,
  'csv-segments': csvSegmentsFormat,
  'csv-frames': csvFramesFormat,
  vtt: vttFormat,
  ffmetadata: ffmetadataFormat,
  edl: edlFormat,
  otio: otioFormat,
  vmap: vmapFormat,
  'hls-cues': hlsCuesFormat,
  scte35: scte35Format,
  'scte35-esam': scte35EsamFormat,
  'video-intelligence': videoIntelligenceFormat,
  'video-intelligence-file': videoIntelligenceFileFormat,
  rekognition: rekognitionFormat,
} as const satisfies Record<string, ReportFormat>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** Whether a string, from a command line say, names a format. */
export const isFormatName = (name: string): name is FormatName => Object.hasOwn(FORMATS, name);

/**
 * Writes a report in one format. The same report and thumbnails give the same text.
 *
 * @throws ReelsightError `input` for an unknown format or a start timecode that does not exist in the video, `internal` for a report that breaks its own schema.
 * @example exportReport(report, 'vtt', { thumbnails: new Map() }).fileName // 'chapters.vtt'
 */
export function exportReport(report: Report, format: FormatName, assets: ExportAssets): ExportedFile {
  if (!isFormatName(format)) {
    throw new ReelsightError(
      'input',
      `No export format is called ${JSON.stringify(format)}: use ${FORMAT_NAMES.join(', ')}.`,
    );
  }
  const { fileName, render } = FORMATS[format];
  return { fileName, content: render(report, assets) };
}
