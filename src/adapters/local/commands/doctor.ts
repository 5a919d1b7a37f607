import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { Command } from 'commander';
import { ensureModel } from '../../../../models/ensure.ts';
import {
  createClassifier,
  describeBuild,
  type Ffmpeg,
  FILTERS,
  findFfmpeg,
  inspectBuild,
  isOld,
  MAX_AGE_YEARS,
  ReelsightError,
} from '../../../core/index.ts';
import type { CommandContext } from '../terminal/context.ts';
import { listCapabilities } from '../video/ffmpeg-capabilities.ts';

interface Finding {
  readonly what: string;
  /** `old`: it works, and should be replaced. */
  readonly state: 'ok' | 'old' | 'missing' | 'broken';
  readonly detail: string;
}

const MIN_NODE = [20, 19] as const;
const CODECS = ['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg2video', 'mpeg4', 'mjpeg', 'prores'];

export function addDoctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .summary('report which ffmpeg is used, what else this machine has, and what is missing')
    .description('Reports which ffmpeg is used, what else this machine has, and what is missing.')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: boolean }) => {
      const findings = await examine(context);
      context.print(options.json ? `${JSON.stringify(findings, null, 2)}\n` : formatFindings(findings));
      const broken = findings.filter(({ state }) => state === 'broken');
      if (broken.length > 0)
        throw new ReelsightError(
          'environment',
          `Reelsight cannot run here: fix ${broken.map(({ what }) => what).join(', ')}.`,
        );
    });
}

async function examine(context: CommandContext): Promise<Finding[]> {
  const { ffmpeg, findings } = await examineFfmpeg(context);
  return [
    examineNode(),
    ...findings,
    ...(ffmpeg ? await examineParts(ffmpeg, context.signal) : []),
    await examineCache(context.cacheFolder),
    await examineNetwork(context),
    {
      what: 'cores and memory',
      state: 'ok',
      detail: `${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(1)} GiB (a worker takes two cores and 0.4 GiB)`,
    },
  ];
}

function examineNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNew = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return {
    what: 'Node.js',
    state: isNew ? 'ok' : 'broken',
    detail: `${process.version}${isNew ? '' : `, needs ${MIN_NODE.join('.')} or later`}`,
  };
}

async function examineFfmpeg(context: CommandContext): Promise<{ ffmpeg: Ffmpeg | null; findings: Finding[] }> {
  try {
    const { ffmpeg, origin } = await findFfmpeg(context.config, context.environment);
    const source = { FFMPEG_PATH: 'from FFMPEG_PATH', system: 'the system’s', package: 'the packaged one' }[origin];
    return {
      ffmpeg,
      findings: [
        await examineProgram('ffmpeg', ffmpeg.path, ffmpeg, `${source}: ${ffmpeg.path}`),
        await examineProgram('ffprobe', ffmpeg.ffprobePath, ffmpeg, ffmpeg.ffprobePath),
      ],
    };
  } catch (error) {
    return { ffmpeg: null, findings: [{ what: 'ffmpeg', state: 'broken', detail: (error as Error).message }] };
  }
}

/** Which build reads strangers' videos, and whether its holes are known for years. */
async function examineProgram(
  name: 'ffmpeg' | 'ffprobe',
  path: string,
  { environment }: Ffmpeg,
  where: string,
): Promise<Finding> {
  const variable = { ffmpeg: 'FFMPEG_PATH', ffprobe: 'FFPROBE_PATH' }[name];
  try {
    const build = await inspectBuild({ name, path, environment });
    const detail = `${describeBuild(build)}, ${where}`;
    if (!isOld(build, new Date())) return { what: name, state: 'ok', detail };
    const advice = `older than ${MAX_AGE_YEARS} years: it lacks security fixes since. Install a current ffmpeg, or name one in ${variable}`;
    return { what: name, state: 'old', detail: `${detail}; ${advice}` };
  } catch (error) {
    const detail = `${(error as Error).message} Install ffmpeg, which brings ffprobe, or name one in ${variable}.`;
    return { what: name, state: 'broken', detail };
  }
}

async function examineParts(ffmpeg: Ffmpeg, signal: AbortSignal): Promise<Finding[]> {
  signal.throwIfAborted();
  const { codecs, filters } = await listCapabilities(ffmpeg);
  const missingCodecs = CODECS.filter((name) => !codecs.has(name));
  const missingFilters = FILTERS.filter((name) => !filters.has(name));
  return [
    {
      what: 'decoders',
      state: missingCodecs.length > 0 ? 'missing' : 'ok',
      detail: missingCodecs.length > 0 ? `without ${missingCodecs.join(', ')}` : CODECS.join(', '),
    },
    {
      what: 'filters',
      state: missingFilters.length > 0 ? 'broken' : 'ok',
      detail:
        missingFilters.length > 0 ? `without ${missingFilters.join(', ')}: use another ffmpeg` : 'all that are needed',
    },
  ];
}

const MIN_CACHE_BYTES = 100 * 2 ** 20;

async function examineCache(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const isRoomy = bavail * bsize >= MIN_CACHE_BYTES;
    return {
      what: 'model cache',
      state: isRoomy ? 'ok' : 'missing',
      detail: `${folder}, ${((bavail * bsize) / 2 ** 30).toFixed(1)} GiB free`,
    };
  } catch (error) {
    return { what: 'model cache', state: 'broken', detail: `${folder} cannot be written: ${(error as Error).message}` };
  }
}

/** Builds the default network if it must, and lets it look at one grey frame. */
async function examineNetwork({ cacheFolder, progress, signal }: CommandContext): Promise<Finding> {
  try {
    const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder, signal, progress });
    const classifier = await createClassifier({ ...model, threads: 1 });
    const frame = new Uint8Array(299 * 299 * 3).fill(128);
    await classifier.infer(frame, 1);
    const startedMs = performance.now();
    await classifier.infer(frame, 1);
    const ms = Math.round(performance.now() - startedMs);
    await classifier.close();
    return { what: 'network', state: 'ok', detail: `${model.name}, ${ms} ms a frame on one core` };
  } catch (error) {
    if (signal.aborted) throw error;
    return { what: 'network', state: 'broken', detail: (error as Error).message };
  }
}

const MARKS = { ok: 'ok      ', old: 'old     ', missing: 'missing ', broken: 'BROKEN  ' } as const;

const formatFindings = (findings: readonly Finding[]): string =>
  `${findings.map(({ what, state, detail }) => `${MARKS[state]} ${what.padEnd(18)} ${detail}`).join('\n')}\n`;
