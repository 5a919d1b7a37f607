import { z } from 'zod';
import type { StepFailure } from '../../service/index.ts';
import { isOfInput, readFailure } from '../cloud-shared/step-failure.ts';

/** The names by which the state machine tells errors apart: the first is tried again, the second once. */
export type StepErrorName = 'Reelsight.Transient' | 'Reelsight.Killed' | 'Reelsight.Input' | 'Reelsight.Failed';

/** What is said of another try. */
type Retry = 'transient' | 'once' | undefined;

function nameOf(kind: string, retry: Retry): StepErrorName {
  if (retry) return retry === 'once' ? 'Reelsight.Killed' : 'Reelsight.Transient';
  return isOfInput(kind) ? 'Reelsight.Input' : 'Reelsight.Failed';
}

/** An error as Lambda hands it to the state machine: its name and its message travel, and nothing else of it. */
class StepError extends Error {
  constructor(
    override readonly name: StepErrorName,
    message: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** The kind travels in front of the message: `[input] It is not a video.`, `[storage, transient] S3 answered 503.` */
const PREFIX = /^\[([a-z-]+)(?:, (transient|once))?\] /;

/** What a handler throws for the state machine. An error that nobody threw on purpose is not tried again. */
export function toStepError(error: unknown): Error {
  const { kind, retryable, isRetriedOnce, message } = readFailure(error);
  const retry = isRetriedOnce ? 'once' : retryable ? 'transient' : undefined;
  return new StepError(nameOf(kind, retry), `[${kind}${retry ? `, ${retry}` : ''}] ${message}`, error);
}

/** The name of a step's error by its message alone, for engines that lose names; null for other messages. */
export function nameOfStepMessage(message: string): StepErrorName | null {
  const [, kind, retry] = PREFIX.exec(message) ?? [];
  return kind ? nameOf(kind, retry as Retry) : null;
}

/** What the state machine hands to `fail`. */
export const caughtErrorSchema = z.object({ Error: z.string(), Cause: z.string().default('') });

const lambdaErrorSchema = z.object({ errorMessage: z.string() });

const KILLED = new Set([
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Sandbox.Timedout',
  'States.Timeout',
]);
const THROTTLED = 'Lambda.TooManyRequestsException';

/** Reads an error that the state machine caught, for people. */
export function readCaughtError({ Error: name, Cause: cause }: z.infer<typeof caughtErrorSchema>): StepFailure {
  const message = readErrorMessage(cause);
  if (THROTTLED === name)
    return {
      kind: 'environment',
      message:
        'The account ran no worker for a long time: all of its concurrent executions were taken (Lambda quota "Concurrent executions"). ' +
        'Ask AWS for a higher quota, or deploy with a lower --param maxConcurrency.',
    };
  if (KILLED.has(name))
    return {
      kind: 'environment',
      message:
        `The function was ended at every try (${name}${message ? `: ${message}` : ''}): out of memory or out of time. ` +
        'Deploy with a larger --param workerMemory or a smaller --param chunkSeconds; see the log of the function.',
    };
  const kind = PREFIX.exec(message)?.[1];
  if (kind) return { kind, message: message.replace(PREFIX, '') };
  return { kind: 'internal', message: `${name}${message ? `: ${message}` : ''}` };
}

/** What people can read of a cause: the function's answer as JSON, or a text of the engine's. */
export function readErrorMessage(cause: string): string {
  try {
    return lambdaErrorSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
