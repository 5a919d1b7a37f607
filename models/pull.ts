import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ReelsightError } from '../src/core/errors.ts';
import type { NetworkRecord } from '../src/core/vision/manifest.ts';
import { writeBytes, writeWhole } from './files.ts';
import type { WorkProgress } from './progress.ts';

export type PullableSource = Extract<NetworkRecord['source'], { type: 'keras-hdf5' }>;

const noteSchema = z.object({ md5: z.string(), sizeBytes: z.int().positive() });
/** What lies beside pulled weights, written last. A build checks the weights against it. */
export type PulledNote = z.infer<typeof noteSchema>;

export interface PullRequest {
  readonly source: PullableSource;
  readonly cacheFolder: string;
  /** A local file to take instead of the published one. */
  readonly from?: string | undefined;
  /** What the file must hash to, where it is not the published one. */
  readonly md5?: string | undefined;
  readonly progress?: WorkProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Wait before the first retry; it doubles with each. Default 1,000. */
  readonly retryDelayMs?: number;
}

const ATTEMPTS = 4;
const MEGABYTE = 1e6;

/** Where a network's weights lie once pulled. */
export const weightsPath = (cacheFolder: string, source: PullableSource): string =>
  join(cacheFolder, 'weights', source.fileName);

/** The note beside pulled weights; null when they are not there. */
export async function readPulled(cacheFolder: string, source: PullableSource): Promise<PulledNote | null> {
  const path = weightsPath(cacheFolder, source);
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(`${path}.json`, 'utf8')));
    return (await stat(path)).size === note.sizeBytes ? note : null;
  } catch {
    return null;
  }
}

/**
 * Fetches a network's weights into the cache folder, whole and with the right checksum or not at all. Downloads that
 * break off or have another checksum, and answers 408, 429 and 5xx, are tried up to ATTEMPTS times. Returns the path.
 *
 * Errors: kind `not-found` for a missing file or a URL that answers 404, `model` for a wrong checksum, `environment`
 * for no network, `storage` for no room, `cancelled`.
 */
export async function pullWeights(request: PullRequest): Promise<string> {
  const { source, cacheFolder, from, signal } = request;
  const path = weightsPath(cacheFolder, source);
  const expected = request.md5 ?? source.md5;
  let sizeBytes = 0;
  const take = async (chunks: AsyncIterable<Uint8Array>, totalBytes: number, name: string) =>
    writeWhole(path, async (file) => {
      const hash = createHash('md5');
      sizeBytes = 0;
      // 0 stands for unknown.
      request.progress?.start(`Fetching ${source.fileName}`, Math.ceil(totalBytes / MEGABYTE), 'MB');
      for await (const chunk of chunks) {
        if (signal?.aborted) throw cancelled(signal.reason);
        hash.update(chunk);
        await file.writeFile(chunk);
        sizeBytes += chunk.length;
        request.progress?.update(Math.floor(sizeBytes / MEGABYTE));
      }
      checkHash(hash, expected, sizeBytes, name);
    });
  try {
    if (from === undefined) await withRetries(request, () => download(source.url, signal, take));
    else await copyLocal(from, take);
  } finally {
    request.progress?.stop();
  }
  const note: PulledNote = { md5: expected, sizeBytes };
  await writeBytes(`${path}.json`, `${JSON.stringify(note)}\n`);
  return path;
}

type Take = (chunks: AsyncIterable<Uint8Array>, totalBytes: number, name: string) => Promise<void>;

async function copyLocal(from: string, take: Take): Promise<void> {
  const info = await stat(from).catch((cause: unknown) => {
    throw new ReelsightError('not-found', `The weights file ${from} is not there. Check the path.`, { cause });
  });
  if (!info.isFile())
    throw new ReelsightError('input', `${from} is not a file. Give the path of a Keras weights file (.h5).`);
  const file = await open(from).catch((cause: unknown) => {
    throw new ReelsightError('input', `The weights file ${from} may not be read. Change its rights.`, { cause });
  });
  try {
    await take(file.createReadStream({ autoClose: false }), info.size, from);
  } finally {
    await file.close();
  }
}

async function download(url: string, signal: AbortSignal | undefined, take: Take): Promise<void> {
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok || !response.body) {
      const retryable = response.status >= 500 || response.status === 429 || response.status === 408;
      const kind = response.status === 404 ? 'not-found' : 'environment';
      throw new ReelsightError(kind, `${url} answered ${response.status}. ${MANUAL}`, { retryable });
    }
    await take(response.body, Number(response.headers.get('content-length') ?? 0), url);
  } catch (cause) {
    if (signal?.aborted) throw cancelled(cause);
    if (cause instanceof ReelsightError) throw cause;
    throw new ReelsightError('environment', `${url} could not be downloaded: ${reasonOf(cause)}. ${MANUAL}`, {
      retryable: true,
      cause,
    });
  }
}

const MANUAL =
  'Where this machine has no way out, download it elsewhere and run `reelsight models pull NAME --from FILE`.';

/** fetch says only "fetch failed"; what happened is in its cause. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

const cancelled = (cause: unknown) => new ReelsightError('cancelled', 'Pulling the weights was cancelled.', { cause });

function checkHash(hash: Hash, expected: string, sizeBytes: number, name: string): void {
  const found = hash.digest('hex');
  if (found !== expected)
    throw new ReelsightError(
      'model',
      `${name} is not the published weights file: ${sizeBytes} bytes with the MD5 ${found}; expected ${expected}. Fetch it again; for weights of your own give --md5 ${found}.`,
      { retryable: true },
    );
}

async function withRetries(request: PullRequest, attempt: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ReelsightError && error.retryable) || tried === ATTEMPTS) throw error;
      const delayMs = (request.retryDelayMs ?? 1_000) * 2 ** (tried - 1);
      request.progress?.log(`${error.message} Trying again (${tried + 1} of ${ATTEMPTS}) in ${delayMs / 1000} s.`);
      await sleep(delayMs, undefined, request.signal ? { signal: request.signal } : {}).catch((cause: unknown) => {
        throw cancelled(cause);
      });
    }
  }
}

/** MD5 of a file, in lower-case hex: the checksum that Keras publishes. */
export async function hashFileMd5(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
