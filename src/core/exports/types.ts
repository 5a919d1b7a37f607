import type { Report } from '../report.ts';

/** What an export needs beside the report. */
export interface ExportAssets {
  /** JPEG bytes by the path that a shot's `thumbnail` names. A path without bytes is shown as a missing picture. */
  readonly thumbnails: ReadonlyMap<string, Uint8Array>;
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
