import { type Command, Option } from 'commander';
import { ReelsightError } from '../../../core/index.ts';
import { parseEndpoint, showEndpoint } from '../signing/endpoint.ts';
import { CLOUDS, type Cloud, createAuthorizer } from '../signing/index.ts';
import type { CommandContext } from '../terminal/context.ts';
import { createServiceClient, type ServiceClient } from './client.ts';

export interface EndpointOptions {
  endpoint?: string;
  cloud?: Cloud;
}

export interface Connection {
  readonly client: ServiceClient;
  /** The command that takes an analysis up again, as the user would type it. */
  again(command: string, id: string): string;
  /** Does something while an analysis runs on elsewhere: whatever ends it here says how to take the analysis up again. */
  whileRunning<T>(id: string, work: () => Promise<T>): Promise<T>;
}

export const addEndpointOption = (command: Command): Command =>
  command
    .addOption(new Option('--endpoint <url>', 'address of the service (default: REELSIGHT_ENDPOINT)'))
    .addOption(
      new Option(
        '--cloud <name>',
        'whose credentials it asks for (default: REELSIGHT_CLOUD, else by the host name of the address)',
      ).choices(CLOUDS),
    );

/** Opens the way to the service that the user named. */
export function connect(options: EndpointOptions, context: CommandContext): Connection {
  const endpoint = parseEndpoint(options.endpoint ?? context.config.REELSIGHT_ENDPOINT);
  const authorizer = createAuthorizer({
    endpoint,
    cloud: options.cloud ?? context.config.REELSIGHT_CLOUD,
    idToken: context.config.REELSIGHT_ID_TOKEN,
    environment: context.environment,
  });
  const flags = [
    ...(options.endpoint === undefined ? [] : [` --endpoint ${showEndpoint(endpoint)}`]),
    ...(options.cloud === undefined ? [] : [` --cloud ${options.cloud}`]),
  ].join('');
  const again = (command: string, id: string) => `reelsight ${command} ${id}${flags}`;
  return {
    client: createServiceClient({ endpoint, authorizer, signal: context.signal }),
    again,
    async whileRunning(id, work) {
      try {
        return await work();
      } catch (error) {
        const hint = describeCommands(id, again);
        if (context.signal.aborted)
          throw new ReelsightError('cancelled', `Interrupted; the analysis goes on.\n${hint}`, {
            context: { saysAll: true },
          });
        if (!(error instanceof ReelsightError)) throw error;
        throw new ReelsightError(error.kind, `${error.message}\nThe analysis goes on.\n${hint}`, {
          cause: error,
        });
      }
    },
  };
}

/** What can be done with an analysis, a command on each line. */
export function describeCommands(id: string, again: Connection['again']): string {
  const commands = [
    [again('status', id), 'how it goes on (--watch: until it is over)'],
    [again('result', id), 'fetches its report, once it is done'],
    [again('cancel', id), 'ends it'],
  ] as const;
  const width = Math.max(...commands.map(([command]) => command.length)) + 2;
  return commands.map(([command, meaning]) => `  ${command.padEnd(width)}${meaning}`).join('\n');
}
