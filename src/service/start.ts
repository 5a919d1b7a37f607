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
import { assertIsUploaded } from './uploads.ts';
import { runSchema } from './wire.ts';

export interface StartContext extends InputsContext {
  readonly store: ObjectStore;
  readonly videos: VideoLibrary;
  readonly engine: Engine;
}

export interface StartRequest {
  readonly video: string;
  readonly options?: AnalysisOptionsInput | undefined;
  /** Of the video that is meant: another one at its address is refused. */
  readonly fingerprint?: string | undefined;
  /** Requests with the same key start the same analysis, once. */
  readonly idempotencyKey?: string | undefined;
  /** Nobody asks, as with an event that may come twice: a video that an earlier run found unfit is not run again. */
  readonly isUnasked?: boolean;
}

/** Kinds of failures that lie with the video. */
const UNFIT: readonly string[] = ['input', 'unsupported'];

/**
 * Starts an analysis, or finds the one that there is: the same video under the same name with the same options is the
 * same analysis. One that failed or was cancelled is run again, and goes on where it stopped; with the idempotency key of
 * the failed run it is not.
 *
 * Errors: kind `input` for a video or options that cannot be, or a key that stood for something else; `not-found`;
 * `conflict` where another video lies at the address than the one that is meant or was uploaded there.
 */
export async function startAnalysis(request: StartRequest, context: StartContext): Promise<Run> {
  const { store } = context;
  const options = resolveOptions({ ...request.options });
  const { idempotencyKey } = request;
  if (!idempotencyKey) return findOrStart(request, options, context);
  const remembered = await claimKey(request, idempotencyKey, store);
  if (remembered) return remembered;
  const key = idempotencyKeyOf(idempotencyKey);
  try {
    const run = await findOrStart(request, options, context);
    await writeDocument(store, key, { request: hashRequest(request), run });
    return run;
  } catch (error) {
    await releaseKey(key, store).catch(() => {});
    throw error;
  }
}

async function findOrStart(
  request: StartRequest,
  options: ReturnType<typeof resolveOptions>,
  context: StartContext,
): Promise<Run> {
  const found = await context.videos.find(request.video);
  const { ownKey: _, ...video } = found;
  const fingerprint = await identifyVideo(context.videos, video);
  assertIsUploaded(found, fingerprint);
  if (request.fingerprint !== undefined && request.fingerprint !== fingerprint)
    throw new ReelsightError(
      'conflict',
      `${video.uri} holds another video than the one that is meant: its fingerprint is ${fingerprint}, not ` +
        `${request.fingerprint}. Put the video there again.`,
    );
  const inputs = await resolveInputs(context);
  const id = deriveAnalysisId({ name: video.name, fingerprint }, options, inputs);
  const isUnasked = request.isUnasked ?? false;
  return ensureRun({ id, video: { ...video, fingerprint }, options, ...inputs }, isUnasked, context);
}

async function ensureRun(
  wanted: Omit<AnalysisRequest, 'attempt' | 'createdAt' | 'isCancelled'>,
  isUnasked: boolean,
  { store, engine }: StartContext,
): Promise<Run> {
  const { id } = wanted;
  const last = await findDocument(store, keysOf(id).request, requestSchema);
  for (let attempt = last?.attempt ?? 1; ; attempt++) {
    const run = { id, attempt };
    const end = await findRunEnd(store, run);
    if (end?.status === 'succeeded') return run;
    if (end?.error && isUnasked && UNFIT.includes(end.error.kind)) return run;
    if (end) continue;
    const { state } = await engine.find(run);
    if (state === 'running') return run;
    if (state === 'unknown') {
      const createdAt = new Date().toISOString();
      const request: AnalysisRequest = { ...wanted, attempt, createdAt, isCancelled: false };
      await writeDocument(store, keysOf(id).request, request);
      if ((await engine.start(run)) === 'started') return run;
    }
    // It is over: it may have said how between the two looks, or it ended without a word, and the next takes its place.
    if ((await findRunEnd(store, run))?.status === 'succeeded') return run;
  }
}

const idempotencySchema = z.object({
  /** Null: what it stood for failed before anything was started. */
  request: z.string().nullable(),
  run: runSchema.nullable(),
});

/** Takes an idempotency key for this request; gives the run that it has stood for. */
async function claimKey(request: StartRequest, idempotencyKey: string, store: ObjectStore): Promise<Run | null> {
  const key = idempotencyKeyOf(idempotencyKey);
  const claim: z.infer<typeof idempotencySchema> = { request: hashRequest(request), run: null };
  if (await createDocument(store, key, claim)) return null;
  const earlier = await findDocument(store, key, idempotencySchema);
  if (!earlier || earlier.request === null) {
    await writeDocument(store, key, claim);
    return null;
  }
  if (earlier.request !== claim.request)
    throw new ReelsightError(
      'input',
      `The idempotency key ${JSON.stringify(idempotencyKey)} has been used for another request. Give a new key.`,
    );
  const { run } = earlier;
  // What was taken away since is asked for again.
  return run && (await findDocument(store, keysOf(run.id).request, requestSchema)) ? run : null;
}

/** Nothing was started: the key stands for nothing, and the next request may have it. */
async function releaseKey(key: string, store: ObjectStore): Promise<void> {
  if ((await findDocument(store, key, idempotencySchema))?.run) return;
  await writeDocument(store, key, { request: null, run: null });
}

const hashRequest = ({ video, options, fingerprint }: StartRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([video, resolveOptions({ ...options }), fingerprint ?? null]))
    .digest('hex');

/**
 * Stops an analysis; one that is over stays as it ended. Workers that have begun stop within ten seconds. Errors: kind
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
    // Before the end is recorded: after it the next attempt may lie there.
    await writeDocument(store, keysOf(id).request, { ...run, isCancelled: true });
    // From now on workers begin nothing, and who asks again goes on where stopping failed.
    await recordRunEnd(store, run, { status: 'cancelled', error: null });
  }
  await engine.stop(run);
}
