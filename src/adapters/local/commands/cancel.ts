import type { Command } from 'commander';
import { parseAnalysisId } from '../options/option-parsers.ts';
import { addEndpointOption, connect, type EndpointOptions } from '../service/connect.ts';
import { isOver } from '../service/watch.ts';
import type { CommandContext } from '../terminal/context.ts';

export function addCancelCommand(program: Command, context: CommandContext): void {
  addEndpointOption(program.command('cancel'))
    .summary('end an analysis in a deployed service')
    .description(
      'Ends an analysis in a deployed service. Its measurements stay: submit the same video again to continue from there.',
    )
    .argument('<id>', 'id of the analysis', parseAnalysisId)
    .action((id: string, options: EndpointOptions) => cancel(id, options, context));
}

async function cancel(id: string, options: EndpointOptions, context: CommandContext): Promise<void> {
  const { client, again } = connect(options, context);
  const { status } = await client.cancel(id);
  const outcome =
    status === 'cancelled'
      ? 'is cancelled.'
      : isOver({ status })
        ? `had already ended: it ${status}.`
        : `is being cancelled; \`${again('status', id)}\` shows when it is done.`;
  context.print(`The analysis ${id} ${outcome}\n`);
}
