import type { Command } from 'commander';
import { ReelsightError } from '../../../core/index.ts';
import { parseAnalysisId } from '../options/option-parsers.ts';
import { addEndpointOption, connect, type EndpointOptions } from '../service/connect.ts';
import { describeAnalysis } from '../service/describe-analysis.ts';
import { createLiveView } from '../service/live-view.ts';
import { watchAnalysis } from '../service/watch.ts';
import type { CommandContext } from '../terminal/context.ts';

interface StatusOptions extends EndpointOptions {
  watch?: boolean;
  json?: boolean;
}

export function addStatusCommand(program: Command, context: CommandContext): void {
  addEndpointOption(program.command('status'))
    .summary('show the state of an analysis in a deployed service')
    .description(
      'Shows the state of an analysis in a deployed service: progress, cost, and what went wrong.\n' +
        'The exit status is 0 whatever the state; with --watch it is 1 when the analysis did not succeed.',
    )
    .argument('<id>', 'id of the analysis', parseAnalysisId)
    .option('--watch', 'wait until it is over, and show the progress')
    .option('--json', "print the service's answer as JSON")
    .action((id: string, options: StatusOptions) => showStatus(id, options, context));
}

async function showStatus(id: string, options: StatusOptions, context: CommandContext): Promise<void> {
  const { client, whileRunning } = connect(options, context);
  const { signal, stderr } = context;
  const first = await client.find(id);
  const watch = () => watchAnalysis(first, { client, signal, view: createLiveView(stderr) });
  const analysis = options.watch ? await whileRunning(id, watch) : first;
  context.print(options.json ? `${JSON.stringify(analysis, null, 2)}\n` : describeAnalysis(analysis));
  if (options.watch && analysis.status !== 'succeeded')
    throw new ReelsightError(
      'environment',
      `The analysis has no result: it ${analysis.status === 'failed' ? 'failed' : 'was cancelled'}.`,
    );
}
