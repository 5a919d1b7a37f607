import { type Command, InvalidArgumentError } from 'commander';
import { parseNames } from './option-parsers.ts';

/** What of the library an analysis may leave aside. */
const LIBRARY_PARTS = ['heads', 'brands', 'products'] as const;
export type LibraryPart = (typeof LIBRARY_PARTS)[number];

export interface SkipOptions {
  skip?: LibraryPart[];
}

/** `--skip`: not everything that was taught is used in this run. */
export const addSkipOption = (command: Command): Command =>
  command.option('--skip <names>', `what to leave out of this run: ${LIBRARY_PARTS.join(', ')}`, parseParts);

function parseParts(text: string, before: readonly LibraryPart[] = []): LibraryPart[] {
  const names = parseNames(text);
  const unknown = names.filter((name) => !(LIBRARY_PARTS as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`Received ${JSON.stringify(text)}; give any of ${LIBRARY_PARTS.join(', ')}.`);
  return [...before, ...(names as LibraryPart[])];
}
