import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type AnalysisOptionsInput,
  deriveAnalysisId,
  type ObjectStore,
  ReelsightError,
  resolveOptions,
} from '../core/index.ts';
import { type InputsContext, resolveInputs } from './analysis-inputs.ts';
import { type AnalysisRequest, createDocument, findDocument, requestSchema, writeDocument } from './documents.ts';
import { idempotencyKeyOf, keysOf } from './keys.ts';
import type { Engine, Run, VideoLibrary } from './ports.ts';
import { findRunEnd, recordRunEnd } from './run-end.ts';
import { identifyVideo } from './source.ts';
import { runSchema } from './wire.ts';

export interface StartContext extends InputsContext {
  readonly store: ObjectStore;
  readonly videos: VideoLibrary;
  readonly engine: Engine;
}

export interface StartRequest {
  readonly video: string;
  readonly options?: AnalysisOptionsInput | undefined;
  /** Requests with the same key start the same analysis, once. */
  readonly idempotencyKey?: string | undefined;
}

/**
 * Starts an analysis, or finds the one that there is: the same video under the same name with the same options is the
 * same analysis. One that failed or was cancelled is run again, and goes on where it stopped; with the idempotency key of
 * the failed run it is not.
 *
 * Errors: kind `input` for a video or options that cannot be, or a key that stood for something else; `not-found`.
 */
export async function startAnalysis(request: StartRequest, context: StartContext): Promise<Run> {
  const { store, videos } = context;
  const options = resolveOptions({ ...request.options });
  const remembered = await claimKey(request, store);
  if (remembered) return remembered;
  const video = await videos.find(request.video);
  const fingerprint = await identifyVideo(videos, video);
  const inputs = await resolveInputs(context);
  const id = deriveAnalysisId({ name: video.name, fingerprint }, options, inputs);
  const run = await ensureRun({ id, video: { ...video, fingerprint }, options, ...inputs }, context);
  if (request.idempotencyKey)
    await writeDocument(store, idempotencyKeyOf(request.idempotencyKey), { request: hashRequest(request), run });
  return run;
}

async function ensureRun(
  wanted: Omit<AnalysisRequest, 'attempt' | 'createdAt'>,
  { store, engine }: StartContext,
): Promise<Run> {
  const { id } = wanted;
  const last = await findDocument(store, keysOf(id).request, requestSchema);
  for (let attempt = last?.attempt ?? 1; ; attempt++) {
    const run = { id, attempt };
    const end = await findRunEnd(store, run);
    if (end?.status === 'succeeded') return run;
    if (end) continue;
    const { state } = await engine.find(run);
    if (state === 'running') return run;
    if (state === 'unknown') {
      const request: AnalysisRequest = { ...wanted, attempt, createdAt: new Date().toISOString() };
      await writeDocument(store, keysOf(id).request, request);
      if ((await engine.start(run)) === 'started') return run;
    }
    // It is over: it may have said how between the two looks, or it ended without a word, and the next takes its place.
    if ((await findRunEnd(store, run))?.status === 'succeeded') return run;
  }
}

const idempotencySchema = z.object({
  request: z.string(),
  run: runSchema.nullable(),
});

/** Takes an idempotency key for this request; gives the run that it has stood for. */
async function claimKey(request: StartRequest, store: ObjectStore): Promise<Run | null> {
  if (!request.idempotencyKey) return null;
  const key = idempotencyKeyOf(request.idempotencyKey);
  const claim: z.infer<typeof idempotencySchema> = { request: hashRequest(request), run: null };
  if (await createDocument(store, key, claim)) return null;
  const earlier = await findDocument(store, key, idempotencySchema);
  if (earlier && earlier.request !== claim.request)
    throw new ReelsightError(
      'input',
      `The idempotency key ${JSON.stringify(request.idempotencyKey)} has been used for another request. Give a new key.`,
    );
  const run = earlier?.run ?? null;
  // What was taken away since is asked for again.
  return run && (await findDocument(store, keysOf(run.id).request, requestSchema)) ? run : null;
}

const hashRequest = ({ video, options }: StartRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([video, resolveOptions({ ...options })]))
    .digest('hex');

/**
 * Stops an analysis; one that is over stays as it ended. Workers that have begun end their chunk. Errors: kind
 * `not-found`.
 */
export async function cancelAnalysis(
  id: string,
  { store, engine }: Pick<StartContext, 'store' | 'engine'>,
): Promise<void> {
  const run = await findDocument(store, keysOf(id).request, requestSchema);
  if (!run) throw new ReelsightError('not-found', `There is no analysis ${id}. Check the id.`);
  const end = await findRunEnd(store, run);
  if (end && end.status !== 'cancelled') return;
  if (!end) {
    const { state } = await engine.find(run);
    if (state !== 'running' && state !== 'unknown') return;
    // First: from now on workers begin nothing, and who asks again goes on where stopping failed.
    await recordRunEnd(store, run, { status: 'cancelled', error: null });
  }
  await engine.stop(run);
}
