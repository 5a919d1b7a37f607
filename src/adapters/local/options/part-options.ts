import type { Command } from 'commander';

export interface PartOptions {
  start?: string;
  end?: string;
}

/** Adds `--start` and `--end` to a command. */
export const addPartOptions = (command: Command): Command =>
  command
    .option(
      '--start <time>',
      'where the part to analyse begins: seconds, a clock time (1:30, 0:01:30.5) or a timecode (00:01:30:12) (default: at the start)',
    )
    .option('--end <time>', 'where it ends (default: at the end)');
