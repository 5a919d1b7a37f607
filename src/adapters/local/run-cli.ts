import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import packageJson from '../../../package.json' with { type: 'json' };
import { findCacheFolder, parseConfig, ReelsightError } from '../../core/index.ts';
import { addAnalyzeCommand } from './commands/analyze.ts';
import { addBrandsCommand } from './commands/brands.ts';
import { addCancelCommand } from './commands/cancel.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addHeadsCommand } from './commands/heads.ts';
import { addModelsCommand } from './commands/models.ts';
import { addProductsCommand } from './commands/products.ts';
import { addResultCommand } from './commands/result.ts';
import { addSplitCommand } from './commands/split.ts';
import { addStatusCommand } from './commands/status.ts';
import { addSubmitCommand } from './commands/submit.ts';
import { addThumbnailsCommand } from './commands/thumbnails.ts';
import { addTrainCommand } from './commands/train.ts';
import { exitStatusOf } from './errors.ts';
import { findLibraryFolder } from './library/library-folder.ts';
import type { CommandContext } from './terminal/context.ts';
import { plainText } from './terminal/plain-text.ts';
import { createProgress, type TextStream } from './terminal/progress.ts';

const USAGE_ERROR = 2;

/** What a run of the command line reads and writes; nothing else of its process. */
export interface CliIo {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Results. */
  readonly stdout: TextStream;
  /** Progress and messages. */
  readonly stderr: TextStream;
  readonly interrupt: Interrupt;
}

interface Interrupt {
  /** Aborts when the user wants no more. */
  readonly signal: AbortSignal;
  /** The exit status of an interrupted run; null until then. */
  readonly status: number | null;
}

/**
 * Runs `reelsight ARGS` and returns its exit status: 0 done, 1 failed, 2 the command or its input is wrong, or that of
 * the interrupt. Never throws.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  const { environment, stdout, stderr, interrupt } = io;
  const progress = createProgress(stderr);
  try {
    const config = parseConfig(environment);
    const program = createProgram(io, {
      config,
      environment,
      cacheFolder: findCacheFolder(config, environment),
      libraryFolder: findLibraryFolder(config, environment),
      progress,
      stderr,
      signal: interrupt.signal,
      print: (text) => void stdout.write(text),
    });
    await program.parseAsync(args.map(protectDashName), { from: 'user' });
    return 0;
  } catch (error) {
    progress.stop();
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    const status = interrupt.status ?? exitStatusOf(error);
    stderr.write(plainText(interrupt.status ? describeInterrupt(error) : describe(error)));
    return status;
  }
}

function createProgram({ stdout, stderr }: CliIo, context: CommandContext): Command {
  // Commands inherit these settings, so they come first.
  const program = new Command('reelsight')
    .description('Understands video: brand safety, story breaks, content and products.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(add --help for the options)')
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => widthOf(stderr),
    });
  addAnalyzeCommand(program, context);
  addSplitCommand(program, context);
  addThumbnailsCommand(program, context);
  addTrainCommand(program, context);
  addSubmitCommand(program, context);
  addStatusCommand(program, context);
  addResultCommand(program, context);
  addCancelCommand(program, context);
  addBrandsCommand(program, context);
  addProductsCommand(program, context);
  addHeadsCommand(program, context);
  addModelsCommand(program, context);
  addDoctorCommand(program, context);
  return program;
}

/** Columns of help where no terminal has its own. */
const HELP_WIDTH = 80;

const widthOf = (stream: TextStream): number => (stream.isTTY && stream.columns) || HELP_WIDTH;

/** A file whose name starts with a dash is a file, not an option. */
const protectDashName = (arg: string): string => (/^-./.test(arg) && existsSync(arg) ? `./${arg}` : arg);

function describe(error: unknown): string {
  if (error instanceof ReelsightError) return `${error.message}\n`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Reelsight failed unexpectedly. Please report this:\n${text}\n`;
}

/** A command that leaves something running says so itself. */
const describeInterrupt = (error: unknown): string =>
  error instanceof ReelsightError && error.context['saysAll']
    ? `${error.message}\n`
    : 'Interrupted; nothing was left behind.\n';
