import type { Report } from '../core/report.ts';

/** What an export needs beside the report. */
export interface ExportAssets {
  /** JPEG bytes by the path that a shot's `thumbnail` names. A path without bytes is shown as a missing picture. */
  readonly thumbnails: ReadonlyMap<string, Uint8Array>;
  /** Length of an ad break in seconds, for formats that can tell it. Without it they leave it open. */
  readonly breakSeconds?: number | undefined;
  /**
   * What timecodes count from: `source` (the video's own timecode), `zero`, or a timecode (`HH:MM:SS:FF`, for drop-frame
   * `HH:MM:SS;FF`). Without it edit lists (`edl`, `otio`) count from the source's own where it has one, all else from zero.
   */
  readonly startTimecode?: string | undefined;
  /** URL of the video for formats that refer to it. Without it they name it by its file name alone. */
  readonly videoUrl?: string | undefined;
}

/** One way to write a report as one text file. */
export interface ReportFormat {
  readonly fileName: string;
  /** One line for `--help`. */
  readonly description: string;
  readonly render: (report: Report, assets: ExportAssets) => string;
}

/** An exported file: UTF-8 text and the name that it goes by. */
export interface ExportedFile {
  readonly fileName: string;
  readonly content: string;
}
