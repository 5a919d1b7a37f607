import { join } from 'node:path';
import {
  type Ffmpeg,
  ReelsightError,
  type Report,
  reportSchema,
  resolveOptions,
  type VideoProbe,
  type VideoSource,
} from '../../../core/index.ts';
import { quoteName } from '../errors.ts';
import { nameOutputFolder } from '../files/output-folder.ts';
import { MAX_REPORT_BYTES, readText } from '../reading/index.ts';
import type { CommandContext } from '../terminal/context.ts';
import { DEFAULT_WORKERS, measureVideo } from './measure-video.ts';

export interface ReportWanted {
  readonly ffmpeg: Ffmpeg;
  readonly source: VideoSource;
  readonly probe: VideoProbe;
  /** Path of the report that the user named. */
  readonly path: string | undefined;
  readonly workFolder: string;
}

/**
 * The report of a video: the one that the user named, else the one that `analyze` left in its folder here, else that of
 * an analysis now. Errors: kind `input` for a report that is none, or of another video.
 */
export async function findReport(wanted: ReportWanted, context: CommandContext): Promise<Report> {
  const { ffmpeg, source, probe, path, workFolder } = wanted;
  if (path !== undefined) {
    const report = await readReport(path);
    const difference = describeDifference(report, wanted);
    if (difference)
      throw new ReelsightError(
        'input',
        `The report ${quoteName(path)} is of another video than ${JSON.stringify(source.name)}: ${difference}. Give this video's report, or none to have it analysed.`,
      );
    return report;
  }
  const usual = join(nameOutputFolder(source.name), 'report.json');
  const found = await readReport(usual).catch(() => null);
  if (found && !describeDifference(found, wanted)) {
    context.progress.log(`Using the report ${usual}.`);
    return found;
  }
  const result = await measureVideo(
    {
      ffmpeg,
      source,
      probe,
      analysisOptions: resolveOptions({}),
      workers: DEFAULT_WORKERS,
      workFolder,
    },
    context,
  );
  return result.report;
}

async function readReport(path: string): Promise<Report> {
  const text = await readText(path, { maxBytes: MAX_REPORT_BYTES });
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ReelsightError(
      'input',
      `${quoteName(path)} is not a report of \`reelsight analyze\`, or one of another version. Give a report.json.`,
      { cause },
    );
  }
}

/** How a report's video differs from a video; null where it is the same, whatever name it has now. */
function describeDifference({ video }: Report, { source, probe }: ReportWanted): string | null {
  const rate = ({ numerator, denominator }: VideoProbe['frameRate']) => `${numerator}/${denominator}`;
  const facts: [string, string | number, string | number][] = [
    ['bytes', video.sizeBytes, source.sizeBytes],
    ['codec', video.videoCodec, probe.videoCodec],
    ['size', `${video.width} x ${video.height}`, `${probe.width} x ${probe.height}`],
    ['frames a second', rate(video.frameRate), rate(probe.frameRate)],
    ['start in seconds', video.startSeconds, probe.startSeconds],
  ];
  // The decoder has the last word on the number of frames: a damaged video may have fewer than its packets say.
  if (video.frameCount > probe.frameCount) facts.push(['frames', video.frameCount, probe.frameCount]);
  const wrong = facts.find(([, reported, seen]) => reported !== seen);
  return wrong ? `${wrong[0]} ${wrong[1]} in the report, ${wrong[2]} in the video` : null;
}
