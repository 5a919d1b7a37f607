import { http } from '@google-cloud/functions-framework';
import type { z } from 'zod';
import { withDeadline } from '../../cloud-shared/deadline.ts';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { readEnvironment } from '../environment.ts';
import { answerStepError } from '../step-errors.ts';

/** So long before the platform would give up, a step that its signal did not end is ended with its process. */
const MARGIN_SECONDS = 5;

/**
 * Registers a step of the workflow: a function that is sent an event as JSON, and answers with JSON. The step's signal
 * aborts before it is out of time. One that goes on ends with its process: the platform answers for it, but would leave it
 * running beside the next one.
 */
export function serveStep<T>(
  name: string,
  schema: z.ZodType<T>,
  step: (event: T, signal: AbortSignal) => Promise<unknown>,
): void {
  const { REELSIGHT_TIMEOUT_SECONDS: timeoutSeconds } = readEnvironment(process.env);
  http(name, async (request, response) => {
    const outOfTime = setTimeout(
      () => {
        console.error(JSON.stringify({ severity: 'ERROR', step: name, message: `out of time: ${timeoutSeconds} s` }));
        response.status(504).end('Out of time.', () => process.exit(1));
      },
      (timeoutSeconds - MARGIN_SECONDS) * 1000,
    );
    try {
      const work = (signal: AbortSignal) => step(parseEvent(schema, request.body), signal);
      response.json((await withDeadline(timeoutSeconds * 1000, work)) ?? {});
    } catch (error) {
      const { status, body } = answerStepError(error);
      console.error(JSON.stringify({ severity: body.transient ? 'WARNING' : 'ERROR', step: name, ...body }));
      // What nobody threw on purpose: where it came from is worth more than its message.
      if (body.kind === 'internal') console.error(error);
      response.status(status).json(body);
    } finally {
      clearTimeout(outOfTime);
    }
  });
}
