import { copyFile, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import {
  describeTimecode,
  type Ffmpeg,
  findFfmpeg,
  frameToMilliseconds,
  frameToSeconds,
  frameToTimecode,
  listStills,
  listStillsEvery,
  nameTile,
  probeVideo,
  ReelsightError,
  STILL_FORMAT_NAMES,
  STILL_FORMATS,
  STILL_PLACES,
  type StillFormat,
  type StillPlace,
  sizeStill,
  takeStills,
  writeContactSheets,
} from '../../../core/index.ts';
import type { NameFolder } from '../batch/folder-names.ts';
import { forEachVideo, OUT_HELP, refuseOneReport } from '../batch/for-each-video.ts';
import { openOwnFolder } from '../files/own-folder.ts';
import { parseNumber, parseWhole } from '../options/option-parsers.ts';
import type { CommandContext } from '../terminal/context.ts';
import { plainLine } from '../terminal/plain-text.ts';
import { listEncoders } from '../video/ffmpeg-capabilities.ts';
import { findReport } from '../video/find-report.ts';
import { withSource } from '../video/measure-video.ts';
import { openVideoSource } from '../video/video-source.ts';

interface ThumbnailsOptions {
  at: StillPlace;
  every?: number;
  report?: string;
  width: number;
  format: StillFormat;
  sprite?: boolean;
  out?: string;
}

const STILL_LIST = 'thumbnails.json';
const TRACK = 'thumbnails.vtt';
const DEFAULT_WIDTH = 320;

export function addThumbnailsCommand(program: Command, context: CommandContext): void {
  program
    .command('thumbnails')
    .summary('take pictures of a video: of its shots, at its breaks, or every so often')
    .description(
      'Takes exact frames of a video: the key frame of each shot or scene, the frames on both sides of each safe story ' +
        'break or of each shot boundary, or one every so many seconds. With --sprite it also makes contact sheets and the WebVTT ' +
        'track for video players.',
    )
    .argument('<videos...>', 'paths of videos, or https:// URLs')
    .addOption(new Option('--at <place>', 'which frames').choices(STILL_PLACES).default('shots'))
    .addOption(
      new Option('--every <seconds>', 'a frame every so many seconds instead, which needs no report')
        .argParser(parseNumber(0.01, 86_400))
        .conflicts(['at', 'report']),
    )
    .option(
      '--report <file>',
      "the video's report.json (default: the one in VIDEO.reelsight here, else the video is analysed first)",
    )
    .option('--width <pixels>', 'width of the pictures', parseWhole(16, 8192), DEFAULT_WIDTH)
    .addOption(new Option('--format <name>', 'format of the pictures').choices(STILL_FORMAT_NAMES).default('jpeg'))
    .option('--sprite', 'contact sheets (sprite.jpg) and thumbnails.vtt for players; for shots, scenes or --every')
    .option('--out <folder>', `${OUT_HELP} (default: "<video name>.thumbnails" here)`)
    .addHelpText('after', '\nBeside the pictures: thumbnails.json, with the frame and the time of each.')
    .action((videos: string[], options: ThumbnailsOptions) => {
      refuseOneReport(videos, options.report);
      const batch = { out: options.out, suffix: '.thumbnails', json: false };
      return forEachVideo(videos, batch, context, (video, nameFolder, own) =>
        takeThumbnails(video, nameFolder, options, own),
      );
    });
}

async function takeThumbnails(
  video: string,
  nameFolder: NameFolder,
  options: ThumbnailsOptions,
  context: CommandContext,
): Promise<void> {
  const { config, environment, signal, progress } = context;
  const tiles = options.every !== undefined || options.at === 'shots' || options.at === 'scenes';
  if (options.sprite && !tiles)
    throw new ReelsightError(
      'input',
      `--sprite shows what each picture stands for; --at ${options.at} gives pictures of single frames. Use --at shots, --at scenes or --every.`,
    );
  const { ffmpeg } = await findFfmpeg(config, environment);
  await assertEncoder(ffmpeg, options.format);
  const opened = await openVideoSource(video, config, signal);
  const { source } = opened;
  const output = await openOwnFolder(nameFolder(source.name), STILL_LIST, 'reelsight thumbnails');
  try {
    const probe = await withSource(opened, context, () => probeVideo(ffmpeg, source, signal));
    const wanted = { ffmpeg, source, probe, path: options.report, workFolder: output.workFolder };
    const stills =
      options.every === undefined
        ? listStills(await withSource(opened, context, () => findReport(wanted, context)), options.at)
        : listStillsEvery(options.every, probe);
    const timecode = describeTimecode(probe.frameRate, probe);
    const frames = [...new Set(stills.map(({ frame }) => frame))].sort((a, b) => a - b);
    progress.start('Taking', frames.length, 'pictures');
    const { width, format } = options;
    const files = await withSource(opened, context, () =>
      takeStills({
        ...{ ffmpeg, source, probe, frames, width, format, signal },
        folder: output.workFolder,
        onStills: progress.update,
      }),
    );
    progress.stop();
    const { extension } = STILL_FORMATS[format];
    const named = stills.map((still) => ({ ...still, file: `${still.name}.${extension}` }));
    for (const { frame, file } of named)
      await copyFile(join(output.workFolder, files.get(frame)!), join(output.readyFolder, file));
    const sheets = options.sprite ? await addSprite() : [];
    await output.publish([...named.map(({ file }) => file), ...sheets], {
      video: source.name,
      at: options.every === undefined ? options.at : `every ${options.every} s`,
      thumbnails: named.map(({ file, frame }) => ({
        file,
        frame,
        seconds: frameToSeconds(frame, probe),
        timecode: frameToTimecode(frame, probe.frameRate, timecode),
      })),
    });
    const shown = relative('', output.path) || output.path;
    const also = sheets.length > 0 ? `, ${sheets.join(', ')}` : '';
    context.print(
      `${plainLine(`${source.name}: ${named.length} picture${named.length === 1 ? '' : 's'} in ${shown}${also}`)}\n`,
    );

    /** Gives the names of the files. */
    async function addSprite(): Promise<string[]> {
      const { workFolder, readyFolder } = output;
      for (const [i, { frame }] of stills.entries())
        await copyFile(join(workFolder, files.get(frame)!), join(workFolder, nameTile(i, extension)));
      const made = await writeContactSheets({
        ...{ ffmpeg, extension, signal },
        folder: workFolder,
        tiles: stills.map(({ startFrame, endFrame }) => ({
          startMs: frameToMilliseconds(startFrame, probe),
          endMs: frameToMilliseconds(endFrame, probe),
        })),
        size: sizeStill(probe, width),
      });
      for (const sheet of made.sheets) await rename(join(workFolder, sheet), join(readyFolder, sheet));
      await writeFile(join(readyFolder, TRACK), made.track);
      return [...made.sheets, TRACK];
    }
  } finally {
    progress.stop();
    opened.close();
    await output.discard();
  }
}

async function assertEncoder(ffmpeg: Ffmpeg, format: StillFormat): Promise<void> {
  const { encoder } = STILL_FORMATS[format];
  if (!(await listEncoders(ffmpeg)).has(encoder))
    throw new ReelsightError(
      'environment',
      `This ffmpeg (${ffmpeg.path}) writes no ${format} pictures: it has no ${encoder}. Use another --format, or another ffmpeg with FFMPEG_PATH.`,
    );
}
