import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Capacity } from '../../service/index.ts';

/** Accounts start with as few as this many concurrent executions; the usual limit is 1,000. */
const NEW_ACCOUNT = 50;
/** What is left to the other functions of the account: the API must answer while the workers work. */
const SPARE = 2;

/**
 * How many workers may run at once: the deployment's limit, but no more than the account has left. More would only be
 * throttled. Where the account does not tell, the deployment's limit stands and throttled calls are tried again.
 */
export async function findCapacity(client: LambdaClient, limit: number, isReserved = false): Promise<Capacity> {
  // What is reserved for the workers is theirs, whatever else the account does.
  if (isReserved) return { workers: limit, note: null };
  const account = await client.send(new GetAccountSettingsCommand({})).catch(() => null);
  const unreserved = account?.AccountLimit?.UnreservedConcurrentExecutions;
  if (unreserved === undefined) return { workers: limit, note: null };
  const workers = Math.max(1, Math.min(limit, unreserved - SPARE));
  if (workers === limit || unreserved > NEW_ACCOUNT) return { workers, note: null };
  return {
    workers,
    note: {
      code: 'low-concurrency',
      message:
        `The account runs no more than ${account?.AccountLimit?.ConcurrentExecutions ?? unreserved} functions at once, as new accounts do, ` +
        `so ${workers} workers share the work and it takes longer. Ask AWS for a higher quota of Lambda's "Concurrent executions": it costs nothing.`,
    },
  };
}
