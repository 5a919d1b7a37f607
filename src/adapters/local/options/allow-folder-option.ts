import type { Command } from 'commander';

export interface AllowFolderOptions {
  allowFolder: string[];
}

/** `--allow-folder`: where else files may lie that a list names. */
export const addAllowFolderOption = (command: Command): Command =>
  command.option(
    '--allow-folder <folder>',
    'a folder outside the given one that files may lie in too, by path or by link; may be given several times',
    (folder: string, before: string[]) => [...before, folder],
    [],
  );
