import { basename, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { PRESET_SAMPLE_FPS, PRESETS, ReelsightError, resolveOptions, type VideoSource } from '../../../core/index.ts';
import type { NameFolder } from '../batch/folder-names.ts';
import { forEachVideo, OUT_HELP } from '../batch/for-each-video.ts';
import { quoteName } from '../errors.ts';
import { openOutputFolder, RESULT_SUFFIX } from '../files/output-folder.ts';
import { addBreakOptions, type BreakOptions, toBreakRequest } from '../options/break-options.ts';
import { createFormatOption } from '../options/format-option.ts';
import { parseNumber, parseText } from '../options/option-parsers.ts';
import { addPartOptions, type PartOptions } from '../options/part-options.ts';
import { addPolicyOption, type PolicyOptions, readPolicy } from '../options/policy-option.ts';
import { addSensitivityOption, type SensitivityOptions } from '../options/sensitivity-option.ts';
import { addStartTimecodeOption } from '../options/start-timecode-option.ts';
import type { Started } from '../service/answers.ts';
import {
  addEndpointOption,
  type Connection,
  connect,
  describeCommands,
  type EndpointOptions,
} from '../service/connect.ts';
import { createLiveView } from '../service/live-view.ts';
import { assertSucceeded } from '../service/outcome.ts';
import { type ResultOptions, saveResult } from '../service/save-result.ts';
import { uploadVideo } from '../service/upload.ts';
import { watchAnalysis } from '../service/watch.ts';
import type { CommandContext } from '../terminal/context.ts';
import { openVideoSource } from '../video/video-source.ts';

interface SubmitOptions
  extends EndpointOptions,
    ResultOptions,
    BreakOptions,
    PartOptions,
    PolicyOptions,
    SensitivityOptions {
  preset: string;
  sampleFps?: number;
  idempotencyKey?: string;
  wait: boolean;
  out?: string;
}

/** A video that lies in a store, or here. */
type Video =
  | { readonly name: string; readonly address: string }
  | { readonly name: string; readonly source: VideoSource };

const STORE_ADDRESS = /^(s3|gs):\/\/[^/]+\/.*[^/]$/;
const MEGABYTE = 1e6;

export function addSubmitCommand(program: Command, context: CommandContext): void {
  const rates = PRESETS.map((name) => `${name}: ${PRESET_SAMPLE_FPS[name]}`).join(', ');
  const command = addEndpointOption(program.command('submit'))
    .summary('have a deployed service analyse a video')
    .description(
      'Uploads a video, has a deployed service analyse it, waits, and fetches the result.\n' +
        'A video that the service has already is not uploaded again. Ctrl-C stops waiting; the analysis continues.',
    )
    .argument('<videos...>', 'paths of videos, or their addresses in the store: s3://... or gs://...')
    .addOption(new Option('--preset <name>', 'speed against detail').choices(PRESETS).default('balanced'))
    .option('--sample-fps <n>', `frames a second that the network sees (${rates})`, parseNumber(0.01, 60));
  addPolicyOption(addBreakOptions(addSensitivityOption(addPartOptions(addStartTimecodeOption(command)))))
    .option('--idempotency-key <key>', 'the same key gets the same analysis, however often it is sent', parseText)
    .addOption(
      new Option('--no-wait', 'print the id of the analysis, and do not wait for it').conflicts(['out', 'format']),
    )
    .option('--out <folder>', `${OUT_HELP} (default: "<video name>.reelsight" here)`)
    .addOption(createFormatOption())
    .option(
      '--json',
      'print the report to stdout; with --no-wait the id, as JSON; of several videos an array of {video, result or error}',
    )
    .action((videos: string[], options: SubmitOptions) => {
      if (new Set(videos).size > 1 && options.idempotencyKey !== undefined)
        throw new ReelsightError('input', '--idempotency-key names one analysis. Give one video, or no key.');
      const batch = { out: options.out, suffix: RESULT_SUFFIX, json: options.json };
      return forEachVideo(videos, batch, context, (video, nameFolder, own) => submit(video, nameFolder, options, own));
    });
}

async function submit(
  given: string,
  nameFolder: NameFolder,
  options: SubmitOptions,
  context: CommandContext,
): Promise<void> {
  const connection = connect(options, context);
  const { start, end, preset, sampleFps, sensitivity, idempotencyKey } = options;
  const breaks = toBreakRequest(options);
  const policy = await readPolicy(options);
  resolveOptions({ start, end, preset, sampleFps, sensitivity, breaks, policy });
  const video = await openVideo(given, context);
  if (!options.wait) return printStarted(await begin(), options, connection, context);
  const output = await openOutputFolder(nameFolder(video.name));
  try {
    await fetchResult(await begin());
  } finally {
    context.progress.stop();
    await output.discard();
  }

  async function begin(): Promise<Started> {
    const address = 'address' in video ? video.address : await upload(given, video.source, connection, context);
    context.signal.throwIfAborted();
    return connection.client.start({
      video: address,
      ...('source' in video ? { fingerprint: video.source.fingerprint } : {}),
      options: {
        ...(start === undefined ? {} : { start }),
        ...(end === undefined ? {} : { end }),
        preset,
        ...(sampleFps === undefined ? {} : { sampleFps }),
        ...(sensitivity === undefined ? {} : { sensitivity }),
        ...(breaks && { breaks }),
        ...(policy && { policy }),
      },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
  }

  async function fetchResult(started: Started): Promise<void> {
    const { client } = connection;
    const { signal, progress, stderr } = context;
    progress.log(`Analysis ${started.id}`);
    const analysis = await connection.whileRunning(started.id, () =>
      watchAnalysis(started, { client, signal, view: createLiveView(stderr) }),
    );
    assertSucceeded(analysis, (command) => connection.again(command, started.id));
    await connection.whileRunning(started.id, () => saveResult(analysis, output, options, { client, context }));
  }
}

async function openVideo(given: string, { config, signal }: CommandContext): Promise<Video> {
  if (STORE_ADDRESS.test(given)) return { name: basename(given), address: given };
  if (/^(s3|gs):\/\//.test(given))
    throw new ReelsightError(
      'input',
      `${quoteName(given)} names no video. Give its whole address: s3://bucket/film.mp4.`,
    );
  if (/^https?:\/\//i.test(given))
    throw new ReelsightError(
      'unsupported',
      'A deployed service reads no videos from the web. Give a file, or an s3:// or gs:// address; `reelsight analyze` reads https:// on this machine.',
    );
  const { source } = await openVideoSource(given, config, signal);
  return { name: source.name, source };
}

async function upload(
  given: string,
  source: VideoSource,
  { client }: Connection,
  { progress, signal }: CommandContext,
): Promise<string> {
  const { name, sizeBytes, fingerprint } = source;
  const inMegabytes = (bytes: number) => Math.round(bytes / MEGABYTE);
  let wasThere = true;
  const address = await uploadVideo(
    { path: resolve(given), name, sizeBytes, fingerprint },
    {
      client,
      signal,
      onProgress(sentBytes) {
        if (wasThere) progress.start('Uploading', inMegabytes(sizeBytes), 'MB');
        wasThere = false;
        progress.update(inMegabytes(sentBytes));
      },
    },
  ).finally(() => progress.stop());
  progress.log(wasThere ? `${name} is there already` : `Uploaded ${name}`);
  return address;
}

function printStarted(started: Started, options: SubmitOptions, { again }: Connection, context: CommandContext): void {
  const { id, status, attempt } = started;
  if (options.json) context.print(`${JSON.stringify({ id, status, attempt }, null, 2)}\n`);
  else context.print(`${id}\n`);
  context.progress.log(`The analysis is ${status}.\n${describeCommands(id, again)}`);
}
