import { z } from 'zod';
import type { StepFailure } from '../../service/index.ts';
import { isOfInput, readFailure } from '../cloud-shared/step-failure.ts';

/** What a step's function says of an error: the workflow tries again only what is transient. */
export interface StepAnswer {
  readonly status: 422 | 500 | 503 | 504;
  readonly body: { readonly kind: string; readonly message: string; readonly transient: boolean };
}

/** An error that nobody threw on purpose is not tried again. */
export function answerStepError(error: unknown): StepAnswer {
  const { kind, retryable, isRetriedOnce, message } = readFailure(error);
  return {
    status: isRetriedOnce ? 504 : retryable ? 503 : isOfInput(kind) ? 422 : 500,
    body: { kind, message, transient: retryable },
  };
}

/** An error as the workflow caught it: of our function, of what runs it, or of a connection. */
export const caughtErrorSchema = z.object({
  code: z.number().nullish(),
  message: z.string().nullish(),
  body: z.unknown().optional(),
  tags: z.array(z.string()).nullish(),
});

const ownBodySchema = z.object({ kind: z.string(), message: z.string() });

const BUSY = 429;
const KILLED: readonly number[] = [408, 500, 502, 503, 504];

/** Reads an error that the workflow caught, for people. */
export function readCaughtError({ code, message, body, tags }: z.infer<typeof caughtErrorSchema>): StepFailure {
  const own = ownBodySchema.safeParse(body);
  if (own.success) return own.data;
  const told = [code && `status ${code}`, message, tags?.join(', ')].filter(Boolean).join('; ') || 'no more is known';
  if (code === BUSY)
    return {
      kind: 'environment',
      message:
        'No instance of the worker was free for a long time. Ask Google for a higher quota of Cloud Run (CPU per region), ' +
        'or deploy with a lower --param maxConcurrency.',
    };
  if ((code && KILLED.includes(code)) || tags?.includes('TimeoutError'))
    return {
      kind: 'environment',
      message:
        `The function was ended at every try (${told}): out of memory or out of time. ` +
        'Deploy with a larger --param workerMemory or a smaller --param chunkSeconds; see the log of the function.',
    };
  if (code === 401 || code === 403)
    return {
      kind: 'denied',
      message: `The workflow may not call the function (${told}). Deploy the stack again: its invoker bindings are missing.`,
    };
  return { kind: 'internal', message: `A step failed without a message from its function: ${told}.` };
}
