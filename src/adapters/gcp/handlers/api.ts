import { http } from '@google-cloud/functions-framework';
import { getRequestListener } from '@hono/node-server';
import { createApi } from '../../../service/index.ts';
import { once } from '../../cloud-shared/once.ts';
import { createApiContext } from '../context.ts';

const openListener = once(async () => getRequestListener(createApi(await createApiContext()).fetch));
openListener().catch(() => {});

/** The HTTP API. */
http('api', async (request, response) => (await openListener())(request, response));
