import type { Command } from 'commander';
import { parseNumber } from './option-parsers.ts';

export interface SensitivityOptions {
  sensitivity?: number;
}

/** Adds `--sensitivity` to a command. */
export const addSensitivityOption = (command: Command): Command =>
  command.option(
    '--sensitivity <n>',
    'how readily a change counts as a new shot, 0 to 1: more finds more shots, and more false ones (default: 0.5)',
    parseNumber(0, 1),
  );
