import { http } from '@google-cloud/functions-framework';
import type { z } from 'zod';
import { parseEvent } from '../../cloud/parse.ts';
import { answerStepError } from '../step-errors.ts';

/** Registers a step of the workflow: a function that is sent an event as JSON, and answers with JSON. */
export function serveStep<T>(name: string, schema: z.ZodType<T>, step: (event: T) => Promise<unknown>): void {
  http(name, async (request, response) => {
    try {
      response.json((await step(parseEvent(schema, request.body))) ?? {});
    } catch (error) {
      const { status, body } = answerStepError(error);
      console.error(JSON.stringify({ severity: body.transient ? 'WARNING' : 'ERROR', step: name, ...body }));
      // What nobody threw on purpose: where it came from is worth more than its message.
      if (body.kind === 'internal') console.error(error);
      response.status(status).json(body);
    }
  });
}
