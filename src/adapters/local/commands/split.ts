import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import {
  CONTAINER_NAMES,
  CONTAINERS,
  type ContainerName,
  CUT_PLACES,
  type CutPlace,
  copySegments,
  DEFAULT_CRF,
  encodeSegments,
  findFfmpeg,
  findOwnContainer,
  listCutFrames,
  MAX_CRF,
  nameSegment,
  probeVideo,
  ReelsightError,
  type Report,
  type VideoProbe,
  type VideoSegment,
} from '../../../core/index.ts';
import type { NameFolder } from '../batch/folder-names.ts';
import { forEachVideo, OUT_HELP, refuseOneReport } from '../batch/for-each-video.ts';
import { type OwnFolder, openOwnFolder } from '../files/own-folder.ts';
import { describeSegments, listSegmentFiles, summariseSegments } from '../files/segment-list.ts';
import { parseNumber, parseWhole } from '../options/option-parsers.ts';
import type { CommandContext } from '../terminal/context.ts';
import { findReport } from '../video/find-report.ts';
import { withSource } from '../video/measure-video.ts';
import { openVideoSource } from '../video/video-source.ts';

interface SplitOptions {
  at: CutPlace;
  report?: string;
  out?: string;
  exact?: boolean;
  copy?: boolean;
  crf: number;
  to?: ContainerName;
  breakDuration?: number;
}

const SEGMENT_LIST = 'segments.json';

export function addSplitCommand(program: Command, context: CommandContext): void {
  program
    .command('split')
    .summary('cut a video into its shots, its scenes, or at its story breaks')
    .description(
      'Cuts a video into segments: one a shot, one a scene, or at the safe story breaks.\n' +
        'With --copy nothing is re-encoded: each cut goes to the nearest key frame, and the distance is reported.\n' +
        'With --exact the segments begin at the exact frames and are re-encoded.\n' +
        'Sound is kept; subtitles only with --copy, if the container takes them.',
    )
    .argument('<videos...>', 'paths of videos, or https:// URLs')
    .addOption(new Option('--at <place>', 'where to cut').choices(CUT_PLACES).default('scenes'))
    .option(
      '--report <file>',
      "the video's report.json (default: the one in VIDEO.reelsight here, else the video is analysed first)",
    )
    .option('--out <folder>', `${OUT_HELP} (default: "<video name>.segments" here)`)
    .addOption(new Option('--copy', 'cut at key frames, without re-encoding (the default)').conflicts('exact'))
    .option('--exact', 'cut at the exact frames: re-encodes to H.264 and AAC')
    .option('--crf <n>', 'quality of --exact: 0 loses nothing, 51 is worst', parseWhole(0, MAX_CRF), DEFAULT_CRF)
    .addOption(
      new Option(
        '--to <container>',
        'container of the segments (default: mp4 with --exact, else that of the source)',
      ).choices(CONTAINER_NAMES),
    )
    .option(
      '--break-duration <seconds>',
      'length of an ad break, for the playlist that --at breaks --to ts writes',
      parseNumber(0.1, 86_400),
    )
    .addHelpText(
      'after',
      '\nBeside the segments: segments.json and segments.csv (frames and times of each), and with --to ts segments.m3u8.',
    )
    .action((videos: string[], options: SplitOptions) => {
      refuseOneReport(videos, options.report);
      const batch = { out: options.out, suffix: '.segments', json: false };
      return forEachVideo(videos, batch, context, (video, nameFolder, own) => split(video, nameFolder, options, own));
    });
}

async function split(
  video: string,
  nameFolder: NameFolder,
  options: SplitOptions,
  context: CommandContext,
): Promise<void> {
  const { config, environment, signal, progress } = context;
  const { ffmpeg } = await findFfmpeg(config, environment);
  const opened = await openVideoSource(video, config, signal);
  const { source } = opened;
  const output = await openOwnFolder(nameFolder(source.name), SEGMENT_LIST, 'reelsight split');
  try {
    const probe = await withSource(opened, context, () => probeVideo(ffmpeg, source, signal));
    const container = chooseContainer(options, probe, source.name);
    const wanted = { ffmpeg, source, probe, path: options.report, workFolder: output.workFolder };
    const report = await withSource(opened, context, () => findReport(wanted, context));
    const cutFrames = listCutFrames(report, options.at);
    progress.start('Cutting', cutFrames.length + 1, 'segments');
    const warnings: string[] = [];
    const job = {
      ...{ ffmpeg, source, probe, cutFrames, container, signal },
      part: { ...report.video.part, toEnd: report.options.end === null },
      folder: output.readyFolder,
      nameFile: (position: number, count: number) => nameSegment(source.name, position, count, container.extension),
      onSegment: progress.update,
      onWarning: (message: string) => void warnings.push(message),
    };
    const segments = await withSource(opened, context, () =>
      options.exact ? encodeSegments(job, options.crf) : copySegments(job),
    );
    progress.stop();
    for (const message of warnings) progress.log(`Warning: ${message}`);
    await publishSegments(segments, report, { ...options, sourceName: source.name, warnings }, output);
    context.print(summariseSegments(segments, report, cutFrames.length, relative('', output.path) || output.path));
  } finally {
    progress.stop();
    opened.close();
    await output.discard();
  }
}

function chooseContainer({ to, exact }: SplitOptions, probe: VideoProbe, name: string) {
  if (to) return CONTAINERS[to];
  if (exact) return CONTAINERS.mp4;
  const own = findOwnContainer(probe.demuxer, name);
  if (own) return own;
  throw new ReelsightError(
    'unsupported',
    `${JSON.stringify(name)} (${probe.demuxer}) is not cut without encoding it. Use --exact, or --to ${CONTAINER_NAMES.join(', ')}.`,
  );
}

/** Writes the lists beside the segments, and puts everything in place. */
async function publishSegments(
  segments: readonly VideoSegment[],
  report: Report,
  options: SplitOptions & { sourceName: string; warnings: readonly string[] },
  output: OwnFolder,
): Promise<void> {
  const lists = listSegmentFiles(segments, report, options);
  for (const [name, text] of lists) await writeFile(join(output.readyFolder, name), text);
  await output.publish([...segments.map(({ file }) => file), ...lists.keys()], {
    video: options.sourceName,
    at: options.at,
    mode: options.exact ? 'exact' : 'copy',
    warnings: options.warnings,
    segments: describeSegments(segments, report),
  });
}
