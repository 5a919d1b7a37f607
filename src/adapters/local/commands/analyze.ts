import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { ensureModel } from '../../../../models/ensure.ts';
import {
  type AnalysisResult,
  type BuiltModel,
  describeModel,
  exportReport,
  FORMAT_NAMES,
  FORMATS,
  type FormatName,
  findFfmpeg,
  PRESET_SAMPLE_FPS,
  PRESETS,
  probeVideo,
  ReelsightError,
  resolveOptions,
  runAnalysis,
  type VideoProbe,
  type VideoSource,
} from '../../../core/index.ts';
import { addBreakOptions, type BreakOptions, toBreakWishes } from '../break-options.ts';
import type { CommandContext } from '../context.ts';
import { writeDemoClip } from '../demo/clip.ts';
import { createFileStore } from '../file-store.ts';
import { parseFormats, parseNetworks, parseNumber, parseWhole } from '../option-parsers.ts';
import { nameOutputFolder, openOutputFolder } from '../output-folder.ts';
import { summariseReport } from '../summary.ts';
import { type OpenedVideo, openVideoSource } from '../video-source.ts';
import { createRunner } from '../workers.ts';

interface AnalyzeOptions extends BreakOptions {
  out?: string;
  format: FormatName[];
  preset: string;
  sampleFps?: number;
  chunk?: number;
  workers: number;
  networks: string[];
  demo?: boolean;
  json?: boolean;
}

const FIRST_TRY = `Which video? For example:

  reelsight analyze holiday.mp4            report in holiday.mp4.reelsight/, open report.html there
  reelsight analyze --demo                 try it on a clip that is made on the spot
  reelsight analyze --help                 all options
  reelsight doctor                         what this machine has and lacks
`;

/** Each worker keeps a decoder and a network busy: two cores. */
const DEFAULT_WORKERS = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
const DEFAULT_CHUNK_SECONDS = 60;

/** Of the column of names in the list of formats. */
const FORMAT_WIDTH = Math.max(...FORMAT_NAMES.map(({ length }) => length)) + 2;

export function addAnalyzeCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('analyze')
    .summary('tell what is in a video, when, and where an ad may go')
    .description(
      'Analyses a video: shots, scenes, brand safety, labels, cues and story breaks.\n' +
        'Writes report.json and report.html into a folder; progress goes to stderr, results to stdout.',
    )
    .argument('[video]', 'path of a video, or an https:// URL')
    .option('--out <folder>', 'where results go (default: "<video name>.reelsight" here)')
    .option('--format <names>', `results to write, of ${FORMAT_NAMES.join(', ')}`, parseFormats, ['json', 'html'])
    .addOption(new Option('--preset <name>', 'how closely to look').choices(PRESETS).default('balanced'))
    .option('--sample-fps <n>', `frames a second that the network sees (${describePresets()})`, parseNumber(0.01, 60))
    .option('--chunk <seconds>', 'length of the pieces that are measured on their own', parseNumber(0.1, 86_400))
    .option('--workers <n>', 'processes that measure pieces at the same time', parseWhole(1, 256), DEFAULT_WORKERS)
    .option('--networks <names>', 'networks that look at each frame, see `models list`', parseNetworks, ['safety']);
  addBreakOptions(command)
    .option('--demo', 'analyse a clip made on the spot')
    .option('--json', 'print the report to stdout too')
    .addHelpText(
      'after',
      `\nFormats:\n${FORMAT_NAMES.map((name) => `  ${name.padEnd(FORMAT_WIDTH)}${FORMATS[name].description}`).join('\n')}`,
    )
    .action(async (video: string | undefined, options: AnalyzeOptions) => {
      if (video === undefined && !options.demo) throw new ReelsightError('input', FIRST_TRY);
      if (video !== undefined && options.demo) throw new ReelsightError('input', 'Give a video or --demo, not both.');
      await analyze(video, options, context);
    });
}

async function analyze(video: string | undefined, options: AnalyzeOptions, context: CommandContext): Promise<void> {
  const analysisOptions = resolveOptions({
    preset: options.preset,
    sampleFps: options.sampleFps,
    breaks: toBreakWishes(options),
  });
  const { ffmpeg } = await findFfmpeg(context.config, context.environment);
  const given = video === undefined ? null : await openVideoSource(video, context.config, context.signal);
  const output = await openOutputFolder(options.out ?? nameOutputFolder(given?.source.name ?? 'demo'));
  try {
    await mkdir(output.workFolder, { recursive: true });
    const opened = given ?? (await openDemo(output.workFolder));
    const result = await measure(opened.source).finally(() => {
      context.signal.throwIfAborted();
      // Whatever else went wrong, a connection that broke is why.
      opened.assertWhole();
    });
    const paths = await output.publish(result, options.format);
    for (const { message } of result.report.warnings) context.progress.log(`Warning: ${message}`);
    if (options.json) context.print(exportReport(result.report, 'json', { thumbnails: new Map() }).content);
    else context.print(summariseReport(result.report, paths));
  } finally {
    context.progress.stop();
    await output.discard();
  }

  async function openDemo(folder: string): Promise<OpenedVideo> {
    return openVideoSource(await writeDemoClip(ffmpeg, folder, context.signal), context.config, context.signal);
  }

  async function measure(source: VideoSource): Promise<AnalysisResult> {
    // A bad video is told before a network is built for it.
    const probe = await probeVideo(ffmpeg, source, context.signal);
    return run(source, probe, await ensureModels(options.networks, context));
  }

  async function run(source: VideoSource, probe: VideoProbe, models: readonly BuiltModel[]): Promise<AnalysisResult> {
    const { progress, signal } = context;
    const { workFolder } = output;
    const { workers } = options;
    const runner = await createRunner({ workers, source, ffmpeg, models, storeFolder: workFolder, signal });
    progress.start('Measuring', 0, 'frames');
    try {
      return await runAnalysis({
        source,
        probe,
        options: analysisOptions,
        models: models.map(describeModel),
        store: createFileStore(workFolder),
        runner,
        chunkSeconds: options.chunk ?? (workers > 1 ? DEFAULT_CHUNK_SECONDS : null),
        log: { info: progress.log, warn: progress.log },
        onProgress: ({ stage, done, total }) => {
          if (stage !== 'measure') return;
          progress.setTotal(total);
          progress.update(done);
        },
      });
    } finally {
      progress.stop();
      await runner.close();
    }
  }
}

async function ensureModels(names: readonly string[], context: CommandContext): Promise<BuiltModel[]> {
  const models: BuiltModel[] = [];
  for (const name of names) {
    const { cacheFolder, signal } = context;
    models.push(await ensureModel({ name, precision: 'int8', cacheFolder, signal, progress: context.progress }));
  }
  return models;
}

const describePresets = (): string => PRESETS.map((name) => `${name}: ${PRESET_SAMPLE_FPS[name]}`).join(', ');
