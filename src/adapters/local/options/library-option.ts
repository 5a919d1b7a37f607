import type { Command } from 'commander';
import { resolveFolder } from '../files/staging.ts';
import type { CommandContext } from '../terminal/context.ts';

export interface LibraryOptions {
  library?: string;
}

/** `--library`: another folder than the usual one. */
export const addLibraryOption = (command: Command): Command =>
  command.option(
    '--library <folder>',
    "where heads, brands and the catalogue lie (default: REELSIGHT_LIBRARY, else the system's data folder)",
  );

/** The context with the folder that was asked for. Errors: kind `input` for an empty name. */
export const chooseLibrary = (context: CommandContext, { library }: LibraryOptions): CommandContext =>
  library === undefined ? context : { ...context, libraryFolder: resolveFolder(library) };
