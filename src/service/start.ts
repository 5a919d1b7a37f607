import { createHash } from 'node:crypto';
import { z } from 'zod';
import { deriveAnalysisId, ReelsightError, resolveOptions } from '../core/index.ts';
import {
  type AnalysisRequest,
  findDocument,
  requestSchema,
  type StatusRecord,
  statusRecordSchema,
  writeDocument,
} from './documents.ts';
import { idempotencyKeyOf, keysOf } from './keys.ts';
import type { CloudStore, Engine, Run, VideoLibrary } from './ports.ts';
import { identifyVideo } from './source.ts';

export interface StartContext {
  readonly store: Pick<CloudStore, 'get' | 'put' | 'list'>;
  readonly videos: VideoLibrary;
  readonly engine: Engine;
  readonly models: AnalysisRequest['models'];
}

export interface StartRequest {
  readonly video: string;
  readonly options?: { readonly preset?: string | undefined; readonly sampleFps?: number | undefined } | undefined;
  /** Under the same key nothing but the same is started, and that but once. */
  readonly idempotencyKey?: string | undefined;
}

const idempotencySchema = z.object({ id: z.string(), attempt: z.int(), request: z.string() });

/**
 * Starts an analysis, or finds the one that there is: the same video under the same name with the same options is the
 * same analysis. One that failed or was cancelled is run again, and goes on where it stopped; with the idempotency key of
 * the failed run it is not.
 *
 * Errors: kind `input` for a video or options that cannot be, or a key that stood for something else; `not-found`.
 */
export async function startAnalysis(request: StartRequest, context: StartContext): Promise<Run> {
  const { store, videos, models } = context;
  const options = resolveOptions({ ...request.options });
  const remembered = await findRemembered(request, store);
  if (remembered) return remembered;
  const video = await videos.find(request.video);
  const fingerprint = await identifyVideo(videos, video);
  const id = deriveAnalysisId({ name: video.name, fingerprint }, options, models);
  const wanted = { id, video: { ...video, fingerprint }, options, models };
  const run = await ensureRun(wanted, context);
  if (request.idempotencyKey)
    await writeDocument(store, idempotencyKeyOf(request.idempotencyKey), { ...run, request: hashRequest(request) });
  return run;
}

async function ensureRun(
  wanted: Omit<AnalysisRequest, 'attempt' | 'createdAt'>,
  { store, engine }: StartContext,
): Promise<Run> {
  const { id } = wanted;
  const keys = keysOf(id);
  const last = await findDocument(store, keys.request, requestSchema);
  const status = await findDocument(store, keys.status, statusRecordSchema);
  const ended = last && status?.attempt === last.attempt ? status.status : null;
  if (ended === 'succeeded') return { id, attempt: last!.attempt };
  let attempt = (last?.attempt ?? 1) + (ended ? 1 : 0);
  for (;;) {
    const run = { id, attempt };
    // What is running keeps its request; its steps read it.
    if (last?.attempt !== attempt)
      await writeDocument(store, keys.request, {
        ...wanted,
        attempt,
        createdAt: new Date().toISOString(),
      } satisfies AnalysisRequest);
    if ((await engine.start(run)) === 'started') return run;
    const found = await engine.find(run);
    if (found.state === 'succeeded' || found.state === 'running') return run;
    // It ended without leaving a word: stopped from outside, or out of its time.
    attempt++;
  }
}

async function findRemembered(request: StartRequest, store: StartContext['store']): Promise<Run | null> {
  if (!request.idempotencyKey) return null;
  const earlier = await findDocument(store, idempotencyKeyOf(request.idempotencyKey), idempotencySchema);
  if (!earlier) return null;
  if (earlier.request !== hashRequest(request))
    throw new ReelsightError(
      'input',
      `The idempotency key ${JSON.stringify(request.idempotencyKey)} has stood for another request. Give a new key.`,
    );
  return { id: earlier.id, attempt: earlier.attempt };
}

const hashRequest = ({ video, options }: StartRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([video, resolveOptions({ ...options })]))
    .digest('hex');

/** Stops an analysis; one that is over stays as it ended. Errors: kind `not-found`. */
export async function cancelAnalysis(
  id: string,
  { store, engine }: Pick<StartContext, 'store' | 'engine'>,
): Promise<void> {
  const keys = keysOf(id);
  const request = await findDocument(store, keys.request, requestSchema);
  if (!request) throw new ReelsightError('not-found', `There is no analysis ${id}. Check the id.`);
  const status = await findDocument(store, keys.status, statusRecordSchema);
  if (status?.attempt === request.attempt) return;
  const run = { id, attempt: request.attempt };
  await engine.stop(run);
  const record: StatusRecord = { ...run, status: 'cancelled', error: null, finishedAt: new Date().toISOString() };
  await writeDocument(store, keys.status, record);
}
