#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { findCacheFolder } from '../../../models/cache-folder.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { parseConfig, ReelsightError } from '../../core/index.ts';
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
import type { CommandContext } from './context.ts';
import { exitStatusOf } from './errors.ts';
import { findLibraryFolder } from './library-folder.ts';
import { plainText } from './plain-text.ts';
import { createProgress } from './progress.ts';

const USAGE_ERROR = 2;

/** Runs the command line and returns its exit status. */
async function main(args: readonly string[]): Promise<number> {
  const interrupt = watchForInterrupts();
  const progress = createProgress(process.stderr);
  try {
    const config = parseConfig(process.env);
    const context: CommandContext = {
      config,
      environment: process.env,
      cacheFolder: findCacheFolder(config, process.env),
      libraryFolder: findLibraryFolder(config, process.env),
      progress,
      signal: interrupt.signal,
      print: (text) => void process.stdout.write(text),
    };
    const program = new Command('reelsight')
      .description('Understands video: brand safety, story breaks, content and products.')
      .version(packageJson.version)
      .exitOverride()
      .showHelpAfterError('(add --help for the options)');
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
    for (const command of program.commands) command.exitOverride().showHelpAfterError('(add --help for the options)');
    await program.parseAsync(args.map(protectDashName), { from: 'user' });
    return 0;
  } catch (error) {
    progress.stop();
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    const status = interrupt.status ?? exitStatusOf(error);
    process.stderr.write(plainText(interrupt.status ? describeInterrupt(error) : describe(error)));
    return status;
  } finally {
    interrupt.stop();
  }
}

/** A file whose name starts with a dash is a file, not an option. */
const protectDashName = (arg: string): string => (/^-./.test(arg) && existsSync(arg) ? `./${arg}` : arg);

function describe(error: unknown): string {
  if (error instanceof ReelsightError) return `${error.message}\n`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Reelsight failed in a way that it should not. Please report this:\n${text}\n`;
}

/** A command that leaves something running says so itself. */
const describeInterrupt = (error: unknown): string =>
  error instanceof ReelsightError && error.context['saysAll']
    ? `${error.message}\n`
    : 'Interrupted; nothing was left behind.\n';

/** Programs such as `timeout` signal a process and then its group: two signals this close are one. */
const SAME_SIGNAL_MS = 500;

/** The first Ctrl-C ends the work and cleans up; the second ends the process. */
function watchForInterrupts() {
  const controller = new AbortController();
  const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  let status: number | null = null;
  let firstMs = 0;
  const listeners = Object.entries(statuses).map(([name, value]) => {
    const listener = () => {
      if (status !== null && performance.now() - firstMs > SAME_SIGNAL_MS) process.exit(value);
      if (status !== null) return;
      firstMs = performance.now();
      status = value;
      controller.abort(new ReelsightError('cancelled', 'The analysis was cancelled.'));
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  return {
    signal: controller.signal,
    get status() {
      return status;
    },
    stop: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

// A reader that closed the pipe, such as `head`, wants no more: no error, and the work is finished and tidied up.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(1);
});
process.exitCode = await main(process.argv.slice(2));
