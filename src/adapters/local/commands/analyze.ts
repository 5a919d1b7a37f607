import { mkdir } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { DEFAULT_NETWORK } from '../../../../models/networks.ts';
import {
  describeTimecode,
  findFfmpeg,
  PRESET_SAMPLE_FPS,
  PRESETS,
  probeVideo,
  ReelsightError,
  resolveOptions,
  resolvePart,
  resolveStartTimecode,
} from '../../../core/index.ts';
import { exportReport, FORMAT_NAMES, FORMATS, type FormatName } from '../../../formats/index.ts';
import type { NameFolder } from '../batch/folder-names.ts';
import { forEachVideo, OUT_HELP } from '../batch/for-each-video.ts';
import { writeDemoClip } from '../demo/clip.ts';
import { nameOutputFolder, openOutputFolder, RESULT_SUFFIX } from '../files/output-folder.ts';
import { addBreakOptions, type BreakOptions, toBreakRequest } from '../options/break-options.ts';
import { createFormatOption } from '../options/format-option.ts';
import { addLibraryOption, chooseLibrary, type LibraryOptions } from '../options/library-option.ts';
import { parseNames, parseNumber, parseWhole } from '../options/option-parsers.ts';
import { addPartOptions, type PartOptions } from '../options/part-options.ts';
import { addPolicyOption, type PolicyOptions, readPolicy } from '../options/policy-option.ts';
import { addSensitivityOption, type SensitivityOptions } from '../options/sensitivity-option.ts';
import { addSkipOption, type SkipOptions } from '../options/skip-option.ts';
import { addStartTimecodeOption, type StartTimecodeOptions } from '../options/start-timecode-option.ts';
import type { CommandContext } from '../terminal/context.ts';
import { summariseReport } from '../terminal/summary.ts';
import { DEFAULT_WORKERS, measureVideo, withSource } from '../video/measure-video.ts';
import type { OpenedVideo } from '../video/opened-video.ts';
import { addressOf, openVideoSource } from '../video/video-source.ts';

interface AnalyzeOptions
  extends BreakOptions,
    PartOptions,
    PolicyOptions,
    SensitivityOptions,
    LibraryOptions,
    SkipOptions,
    StartTimecodeOptions {
  out?: string;
  format: FormatName[];
  preset: string;
  sampleFps?: number;
  chunk?: number;
  workers: number;
  extraModel?: string[];
  breakDuration?: number;
  demo?: boolean;
  json?: boolean;
}

const FIRST_TRY = `Which video? For example:

  reelsight analyze holiday.mp4            report in holiday.mp4.reelsight/, open report.html there
  reelsight analyze *.mp4 --out reports    several videos, a folder for each
  reelsight analyze --demo                 try it on a clip that is made on the spot
  reelsight analyze --help                 all options
  reelsight doctor                         what this machine has and what is missing
`;

/** Of the column of names in the list of formats. */
const FORMAT_WIDTH = Math.max(...FORMAT_NAMES.map(({ length }) => length)) + 2;

export function addAnalyzeCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('analyze')
    .summary('report what a video contains, when, and where an ad may go')
    .description(
      'Analyses a video: shots, scenes, brand safety, labels, cues and story breaks.\n' +
        'Writes report.json and report.html into a folder; progress goes to stderr, results to stdout.',
    )
    .argument('[videos...]', 'paths of videos, or https:// URLs')
    .option('--out <folder>', `${OUT_HELP} (default: "<video name>.reelsight" here)`)
    .addOption(createFormatOption())
    .addOption(new Option('--preset <name>', 'speed against detail').choices(PRESETS).default('balanced'))
    .option('--sample-fps <n>', `frames a second that the network sees (${describePresets()})`, parseNumber(0.01, 60))
    .option('--chunk <seconds>', 'length of the chunks that the video is measured in', parseNumber(0.1, 86_400))
    .option('--workers <n>', 'processes that measure chunks at the same time', parseWhole(1, 256), DEFAULT_WORKERS)
    .option(
      '--extra-model <names>',
      `networks that see each frame besides ${DEFAULT_NETWORK}, for example imagenet; see \`models list\``,
      parseNames,
    )
    .option(
      '--break-duration <seconds>',
      'length of an ad break, for the ad formats (vmap, hls-cues, scte35, scte35-esam)',
      parseNumber(0.1, 86_400),
    );
  addPolicyOption(addBreakOptions(addSensitivityOption(addPartOptions(addStartTimecodeOption(command)))));
  addSkipOption(addLibraryOption(command))
    .option('--demo', 'analyse a clip made on the spot')
    .option('--json', 'print the report to stdout too; of several videos an array of {video, result or error}')
    .addHelpText(
      'after',
      `\nFormats:\n${FORMAT_NAMES.map((name) => `  ${name.padEnd(FORMAT_WIDTH)}${FORMATS[name].description}`).join('\n')}`,
    )
    .action(async (videos: string[], options: AnalyzeOptions) => {
      if (videos.length === 0 && !options.demo) throw new ReelsightError('input', FIRST_TRY);
      if (videos.length > 0 && options.demo) throw new ReelsightError('input', 'Give a video or --demo, not both.');
      const chosen = chooseLibrary(context, options);
      const nameDemo = () => options.out ?? nameOutputFolder('demo');
      if (options.demo) return analyze(undefined, nameDemo, options, chosen);
      const batch = { out: options.out, suffix: RESULT_SUFFIX, json: options.json };
      await forEachVideo(videos, batch, chosen, (video, nameFolder, own) => analyze(video, nameFolder, options, own));
    });
}

async function analyze(
  video: string | undefined,
  nameFolder: NameFolder,
  options: AnalyzeOptions,
  context: CommandContext,
): Promise<void> {
  const analysisOptions = resolveOptions({
    start: options.start,
    end: options.end,
    preset: options.preset,
    sampleFps: options.sampleFps,
    sensitivity: options.sensitivity,
    breaks: toBreakRequest(options),
    policy: await readPolicy(options),
  });
  const { ffmpeg } = await findFfmpeg(context.config, context.environment);
  const given = video === undefined ? null : await openVideoSource(video, context.config, context.signal);
  const output = await openOutputFolder(nameFolder(given?.source.name ?? 'demo'));
  try {
    await mkdir(output.workFolder, { recursive: true });
    const opened = given ?? (await openDemo(output.workFolder));
    // A bad video is told before a network is built for it.
    const probe = await withSource(opened, context, () => probeVideo(ffmpeg, opened.source, context.signal));
    const { startTimecode } = options;
    // So is a part that it does not have...
    resolvePart(analysisOptions, probe, opened.source.name);
    // ...and a timecode that this video cannot begin at.
    if (startTimecode !== undefined) resolveStartTimecode(startTimecode, describeTimecode(probe.frameRate, probe));
    const { workFolder } = output;
    const job = {
      ...options,
      ...opened,
      ffmpeg,
      probe,
      analysisOptions,
      extraNetworks: options.extraModel,
      workFolder,
    };
    const result = await withSource(opened, context, () => measureVideo(job, context));
    const paths = await output.publish(result, options.format, {
      breakSeconds: options.breakDuration,
      startTimecode,
      videoUrl: given ? addressOf(given.source) : undefined,
    });
    for (const { message } of result.report.warnings) context.progress.log(`Warning: ${message}`);
    if (options.json) context.print(exportReport(result.report, 'json', { thumbnails: new Map() }).content);
    else context.print(summariseReport(result.report, paths));
  } finally {
    context.progress.stop();
    given?.close();
    await output.discard();
  }

  async function openDemo(folder: string): Promise<OpenedVideo> {
    return openVideoSource(await writeDemoClip(ffmpeg, folder, context.signal), context.config, context.signal);
  }
}

const describePresets = (): string => PRESETS.map((name) => `${name}: ${PRESET_SAMPLE_FPS[name]}`).join(', ');
