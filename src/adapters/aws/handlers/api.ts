import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { createApi } from '../../../service/index.ts';
import { createApiContext } from '../context.ts';

const answer = createApiContext().then((context) => handle(createApi(context)));
answer.catch(() => {});

/** The HTTP API. */
export const handler = async (event: LambdaEvent, lambda: LambdaContext) => (await answer)(event, lambda);
