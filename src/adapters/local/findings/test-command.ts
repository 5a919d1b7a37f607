import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type IndexKind, ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';
import { openLatestIndex } from '../library/open-index.ts';
import { type AllowFolderOptions, addAllowFolderOption } from '../options/allow-folder-option.ts';
import { addLibraryOption, chooseLibrary, type LibraryOptions } from '../options/library-option.ts';
import { parseNumber } from '../options/option-parsers.ts';
import type { CommandContext } from '../terminal/context.ts';
import { detectInFiles, type Finding } from './detect-in-files.ts';
import { renderFindings } from './findings-page.ts';
import { findingsToJson, tabulateFindings } from './show-findings.ts';

interface TestOptions extends LibraryOptions, AllowFolderOptions {
  every: number;
  out?: string;
  json?: boolean;
}

interface TestWords {
  readonly kind: IndexKind;
  /** In the plural. */
  readonly what: string;
  /** Says how to fill the library. */
  readonly firstStep: string;
}

/** `brands test` and `products test`: what is found in pictures, how surely, where, by which evidence. */
export function addTestCommand(parent: Command, words: TestWords, context: CommandContext): void {
  const { kind, what, firstStep } = words;
  const command = parent
    .command('test')
    .summary(`Shows which ${what} are found in pictures or a video.`)
    .description(
      `Searches for ${what} in pictures, folders of pictures and videos, frame by frame as an analysis does.\n` +
        'An analysis then weighs frames of a shot together, so a lone weak finding does not get into its report.',
    )
    .argument('<paths...>', 'pictures, folders of pictures, videos')
    .option('--every <seconds>', 'time between the frames that are searched in a video', parseNumber(0.04, 3600), 1)
    .option('--out <file>', 'write a page that shows the pictures with boxes, such as found.html')
    .option('--json', 'print the findings as JSON');
  addAllowFolderOption(addLibraryOption(command)).action(async (paths: string[], options: TestOptions) => {
    const chosen = chooseLibrary(context, options);
    const index = await openLatestIndex(chosen.libraryFolder, kind);
    if (!index)
      throw new ReelsightError(
        'not-found',
        `No ${what} are registered in ${JSON.stringify(chosen.libraryFolder)}. ${firstStep}`,
      );
    const findings: Finding[] = [];
    const { every: everySeconds, allowFolder: allowFolders } = options;
    const job = { index, paths, allowFolders, everySeconds, keepJpeg: options.out !== undefined };
    for await (const finding of detectInFiles(job, chosen)) findings.push(finding);
    if (options.out !== undefined) await writePage(options.out, `Which ${what} were found`, findings);
    context.print(options.json ? `${JSON.stringify(findingsToJson(findings), null, 2)}\n` : tabulateFindings(findings));
  });
}

async function writePage(path: string, title: string, findings: readonly Finding[]): Promise<void> {
  await writeFile(path, renderFindings(title, findings)).catch((cause: unknown) => {
    throw mapFileError(cause, 'write', path);
  });
}
