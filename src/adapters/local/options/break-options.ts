import { type Command, Option } from 'commander';
import type { BreakRequest } from '../../../core/index.ts';
import { parseNumber, parseRanges, parseWhole } from './option-parsers.ts';

/** What the commands that analyse take about story breaks. */
export interface BreakOptions {
  breaks?: number;
  breaksPerHour?: number;
  breakSpacing?: number;
  noBreakRanges?: { startSeconds: number; endSeconds: number }[];
}

const MAX_BREAKS = 1000;
const DAY_SECONDS = 86_400;

export const addBreakOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--breaks <n>', 'how many story breaks (default: as many as are good and stand apart)')
        .argParser(parseWhole(0, MAX_BREAKS))
        .conflicts('breaksPerHour'),
    )
    .option('--breaks-per-hour <n>', 'how many story breaks an hour, in place of --breaks', parseNumber(0.1, 60))
    .option(
      '--break-spacing <seconds>',
      'minimum time between two story breaks (default: by the length of the video)',
      parseNumber(1, DAY_SECONDS),
    )
    .addOption(noBreakRangesOption());

/** Commander takes every `--no-…` for the negation of another option, which this is not. */
function noBreakRangesOption(): Option {
  const option = new Option(
    '--no-break-ranges <ranges>',
    'where no story break may be, such as 0-60,9:00-10:00',
  ).argParser(parseRanges);
  option.negate = false;
  return option;
}

/** As a request has it, without what was not asked for; undefined when nothing was. */
export function toBreakRequest(options: BreakOptions): BreakRequest | undefined {
  const request: BreakRequest = {
    ...(options.breaks !== undefined && { count: options.breaks }),
    ...(options.breaksPerHour !== undefined && { perHour: options.breaksPerHour }),
    ...(options.breakSpacing !== undefined && { spacingSeconds: options.breakSpacing }),
    ...(options.noBreakRanges !== undefined && { noBreakZones: options.noBreakRanges }),
  };
  return Object.keys(request).length > 0 ? request : undefined;
}
