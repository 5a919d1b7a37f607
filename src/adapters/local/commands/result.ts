import type { Command } from 'commander';
import { nameOutputFolder, openOutputFolder } from '../files/output-folder.ts';
import { createFormatOption } from '../options/format-option.ts';
import { parseAnalysisId } from '../options/option-parsers.ts';
import { addStartTimecodeOption } from '../options/start-timecode-option.ts';
import { addEndpointOption, connect, type EndpointOptions } from '../service/connect.ts';
import { assertSucceeded } from '../service/outcome.ts';
import { type ResultOptions, saveResult } from '../service/save-result.ts';
import type { CommandContext } from '../terminal/context.ts';

export function addResultCommand(program: Command, context: CommandContext): void {
  addStartTimecodeOption(addEndpointOption(program.command('result')))
    .summary('fetch the result of an analysis in a deployed service')
    .description('Fetches the result of an analysis in a deployed service into a folder, as `analyze` would write it.')
    .argument('<id>', 'id of the analysis', parseAnalysisId)
    .option('--out <folder>', 'where results go (default: "<video name>.reelsight" here)')
    .addOption(createFormatOption())
    .option('--json', 'print the report to stdout too')
    .action((id: string, options: EndpointOptions & ResultOptions & { out?: string }) =>
      fetchResult(id, options, context),
    );
}

async function fetchResult(
  id: string,
  options: EndpointOptions & ResultOptions & { out?: string },
  context: CommandContext,
): Promise<void> {
  const { client, again } = connect(options, context);
  const analysis = await client.find(id);
  assertSucceeded(analysis, (command) => again(command, id));
  const output = await openOutputFolder(options.out ?? nameOutputFolder(analysis.name));
  try {
    await saveResult(analysis, output, options, { client, context });
  } finally {
    await output.discard();
  }
}
