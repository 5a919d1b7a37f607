import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import packageJson from '../../../package.json' with { type: 'json' };
import { describeIssues, ReelsightError } from '../../core/index.ts';
import { ANSWERS, parseReport } from '../answers.ts';
import { findDocument, requestSchema } from '../documents.ts';
import { keysOf } from '../keys.ts';
import type { CloudStore, MultipartUploads } from '../ports.ts';
import { findRunEnd } from '../run-end.ts';
import { cancelAnalysis, type StartContext, startAnalysis } from '../start.ts';
import { readStatus, type StatusContext } from '../status.ts';
import { beginUpload, completeUpload } from '../uploads.ts';
import { answerError, sendProblem } from './problem.ts';
import * as routes from './routes.ts';

export interface ApiContext extends StartContext, StatusContext {
  readonly store: CloudStore;
  readonly uploads: MultipartUploads;
  readonly logError: (error: unknown) => void;
}

/** Lambda may answer 6 MB, base64 and headers included, and other clouds more; more than this lies in the store. */
const MAX_INLINE_BYTES = 4 * 1024 * 1024;

const INFO = {
  title: 'Reelsight',
  version: packageJson.version,
  description:
    'Reports what a video contains, when, and where an advertiser may appear. Callers are authenticated by the cloud.',
};

/** The HTTP API, the same on every cloud: `app.fetch` takes a Request and gives a Response. */
export function createApi(context: ApiContext): OpenAPIHono {
  const { store } = context;
  const app = new OpenAPIHono({
    defaultHook: (result, c) =>
      result.success ? undefined : sendProblem(c, 400, 'input', `${describeIssues(result.error.issues, 'the body')}.`),
  });
  app.onError((error, c) => answerError(error, c, context.logError));
  app.notFound((c) =>
    sendProblem(c, 404, 'not-found', `There is nothing at ${c.req.method} ${c.req.path}. See GET /v1/openapi.json.`),
  );

  app.openapi(routes.startRoute, async (c) => {
    const run = await startAnalysis(c.req.valid('json'), context);
    const { status } = await readStatus(run.id, context);
    return c.json({ ...run, status }, 202);
  });
  app.openapi(routes.statusRoute, async (c) => c.json(await readStatus(c.req.valid('param').id, context), 200));
  app.openapi(routes.cancelRoute, async (c) => {
    const { id } = c.req.valid('param');
    await cancelAnalysis(id, context);
    return c.json(await readStatus(id, context), 202);
  });

  for (const { name, route } of routes.answerRoutes)
    app.openapi(route, async (c) => {
      const { id } = c.req.valid('param');
      await requireResult(id, context);
      const report = parseReport(await store.get(keysOf(id).reportJson));
      const answer = JSON.stringify(ANSWERS[name].pick(report));
      if (Buffer.byteLength(answer) <= MAX_INLINE_BYTES)
        return c.body(answer, 200, { 'content-type': 'application/json' });
      const key = keysOf(id).answer(name);
      await store.put(key, Buffer.from(answer));
      return c.redirect(await store.link(key), 307);
    });
  const serve = async (c: Context, id: string, key: string, contentType: string) => {
    await requireResult(id, context);
    if ((await sizeOf(store, key)) > MAX_INLINE_BYTES) return c.redirect(await store.link(key), 307);
    return c.body(Uint8Array.from(await store.get(key)), 200, { 'content-type': contentType });
  };
  app.openapi(routes.reportJsonRoute, (c) => {
    const { id } = c.req.valid('param');
    return serve(c, id, keysOf(id).reportJson, 'application/json');
  });
  app.openapi(routes.reportHtmlRoute, (c) => {
    const { id } = c.req.valid('param');
    return serve(c, id, keysOf(id).reportHtml, 'text/html; charset=utf-8');
  });
  app.openapi(routes.thumbnailRoute, (c) => {
    const { id, name } = c.req.valid('param');
    return serve(c, id, keysOf(id).thumbnail(name), 'image/jpeg');
  });

  app.openapi(routes.beginUploadRoute, async (c) => {
    const session = await beginUpload(c.req.valid('json'), context);
    return c.json(session, session.uploadId === null ? 200 : 201);
  });
  app.openapi(routes.completeUploadRoute, async (c) => c.json(await completeUpload(c.req.valid('json'), context), 200));
  app.openapi(routes.abortUploadRoute, async (c) => {
    const { key, uploadId } = c.req.valid('json');
    await context.uploads.abort(key, uploadId);
    return c.body(null, 204);
  });

  app.doc31('/v1/openapi.json', { openapi: '3.1.0', info: INFO });
  return app;
}

/** The OpenAPI document of the API, the same that it serves. */
export const describeApi = (): object =>
  // No route is called, so there is nothing that needs a context.
  createApi({} as ApiContext).getOpenAPI31Document({ openapi: '3.1.0', info: INFO });

/** Errors: kind `not-found`, or `conflict` with the state that the analysis is in. */
async function requireResult(id: string, context: StatusContext): Promise<void> {
  // Once it has succeeded it stays so: no need to count chunks for every picture.
  const run = await findDocument(context.store, keysOf(id).request, requestSchema);
  if (run && (await findRunEnd(context.store, run))?.status === 'succeeded') return;
  const { status, error } = await readStatus(id, context);
  const advice = status === 'failed' || status === 'cancelled' ? 'Start it again.' : 'Ask again when it has succeeded.';
  throw new ReelsightError(
    'conflict',
    `Analysis ${id} has no result: it is ${status}${error ? ` (${error.message})` : ''}. ${advice}`,
  );
}

/** Errors: kind `not-found`. */
async function sizeOf(store: CloudStore, key: string): Promise<number> {
  for await (const object of store.list(key)) if (object.key === key) return object.sizeBytes;
  throw new ReelsightError('not-found', `There is no ${key.split('/').slice(2).join('/')} in this analysis.`);
}
