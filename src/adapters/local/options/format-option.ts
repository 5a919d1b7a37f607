import { InvalidArgumentError, Option } from 'commander';
import { FORMAT_NAMES, type FormatName, isFormatName } from '../../../formats/index.ts';
import { parseList } from './option-parsers.ts';

/** `--format`, of the commands that write results: a list of formats. */
export const createFormatOption = (): Option =>
  new Option('--format <names>', `results to write, of ${FORMAT_NAMES.join(', ')}`)
    .argParser(parseFormats)
    .default(['json', 'html'] satisfies FormatName[], 'json,html');

function parseFormats(text: string): FormatName[] {
  const names = parseList(text);
  const unknown = names.filter((name) => !isFormatName(name));
  if (unknown.length > 0 || names.length === 0)
    throw new InvalidArgumentError(`Received ${JSON.stringify(text)}; the formats are ${FORMAT_NAMES.join(', ')}.`);
  return names as FormatName[];
}
