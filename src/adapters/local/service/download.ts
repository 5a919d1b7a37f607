import pMap from 'p-map';
import { type AnalysisResult, picturePaths, ReelsightError, type Report, reportSchema } from '../../../core/index.ts';
import { exportReport } from '../../../formats/index.ts';
import type { ServiceClient } from './client.ts';

const PICTURE_CONCURRENCY = 8;

/** Names of files in one folder: a report from elsewhere must not choose where this machine writes. */
const THUMBNAIL = /^thumbnails\/[A-Za-z0-9][\w.-]*$/;

export interface DownloadOptions {
  readonly client: ServiceClient;
  readonly signal: AbortSignal;
  readonly onPictures: (done: number, total: number) => void;
  readonly warn: (message: string) => void;
}

/** Fetches the report and its pictures. Errors: kind `unsupported` for a report of another version. */
export async function downloadResult(id: string, options: DownloadOptions): Promise<AnalysisResult> {
  const { client, signal, onPictures } = options;
  const bytes = await client.download(id, 'report.json');
  const report = readReport(bytes);
  if (exportReport(report, 'json', { thumbnails: new Map() }).content !== Buffer.from(bytes).toString())
    options.warn(
      "The report holds what this version does not know and leaves out: it is not the service's to the byte.",
    );
  const paths = picturePaths(report);
  const thumbnails = new Map<string, Uint8Array>();
  onPictures(0, paths.length);
  const fetchPicture = async (path: string) => {
    thumbnails.set(path, await client.download(id, path));
    onPictures(thumbnails.size, paths.length);
  };
  await pMap(paths, fetchPicture, { concurrency: PICTURE_CONCURRENCY, signal });
  return { report, readThumbnail: async (path) => thumbnails.get(path)! };
}

function readReport(bytes: Uint8Array): Report {
  let problem: string;
  try {
    const result = reportSchema.safeParse(JSON.parse(Buffer.from(bytes).toString()));
    const foreign = result.data && picturePaths(result.data).find((path) => !THUMBNAIL.test(path));
    if (result.success && foreign === undefined) return result.data;
    const issue = result.error?.issues[0];
    problem = issue
      ? `${issue.path.join('.') || 'its root'}: ${issue.message}`
      : `a picture is called ${JSON.stringify(foreign)}`;
  } catch (cause) {
    problem = (cause as Error).message;
  }
  throw new ReelsightError(
    'unsupported',
    `The service's report is not one that this version of Reelsight reads (${problem}). Use the version that was deployed.`,
  );
}
