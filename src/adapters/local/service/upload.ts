import { stat } from 'node:fs/promises';
import { mapTogether, ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';
import { retry } from '../retry.ts';
import type { ServiceClient } from './client.ts';
import { type FilePart, sendPart } from './send-part.ts';

const PART_CONCURRENCY = 4;

export interface Upload {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly fingerprint: string;
}

export interface UploadOptions {
  readonly client: ServiceClient;
  readonly signal: AbortSignal;
  /** `sentBytes` goes back when a part is sent again. Not called when the video is there already. */
  readonly onProgress?: (sentBytes: number) => void;
  readonly timeoutMs?: number;
  readonly retryPauseMs?: number;
}

/**
 * Uploads a file, in parts, unless it is there already, and returns its address in the store. It arrives whole or not at
 * all: after a failure, or when the signal aborts, its parts are dropped.
 */
export async function uploadVideo(upload: Upload, options: UploadOptions): Promise<string> {
  const { client, signal } = options;
  const { path, name, sizeBytes, fingerprint } = upload;
  const before = await fileState(path);
  const session = await client.beginUpload({ name, sizeBytes, fingerprint });
  if (session.uploadId === null) return session.video;
  const { key, uploadId } = session;
  try {
    const etags = await sendParts(cutIntoParts(upload, session), options);
    // The parts would join to a video that never was.
    if (before !== (await fileState(path)))
      throw new ReelsightError('input', `${JSON.stringify(path)} changed while it was uploaded. Start again.`);
    signal.throwIfAborted();
    return await client.completeUpload({ key, uploadId, etags });
  } catch (error) {
    // What failed first counts; a store drops forgotten parts by itself, later.
    await client.abortUpload({ key, uploadId }).catch(() => {});
    throw error;
  }
}

async function fileState(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${ino}`;
  } catch (cause) {
    throw mapFileError(cause, 'read', path);
  }
}

function cutIntoParts(
  { path, sizeBytes }: Upload,
  { partUrls, partSizeBytes }: { partUrls: readonly string[]; partSizeBytes: number },
): FilePart[] {
  if (partUrls.length !== Math.ceil(sizeBytes / partSizeBytes))
    throw new ReelsightError(
      'internal',
      `The service gave ${partUrls.length} links for a video of ${sizeBytes} bytes in parts of ${partSizeBytes}. Is it of the same version?`,
    );
  return partUrls.map((url, index) => {
    const start = index * partSizeBytes;
    return { path, start, length: Math.min(partSizeBytes, sizeBytes - start), url: new URL(url) };
  });
}

async function sendParts(parts: readonly FilePart[], options: UploadOptions): Promise<string[]> {
  const { onProgress, timeoutMs = 30_000, retryPauseMs = 500 } = options;
  let sentBytes = 0;
  const count = (bytes: number) => {
    sentBytes += bytes;
    onProgress?.(sentBytes);
  };
  onProgress?.(0);
  const send = (part: FilePart, _: number, signal: AbortSignal): Promise<string> =>
    retry(
      async () => {
        let partBytes = 0;
        const onBytes = (bytes: number) => {
          partBytes += bytes;
          count(bytes);
        };
        try {
          return await sendPart(part, { signal, timeoutMs, onBytes });
        } catch (error) {
          count(-partBytes);
          throw error;
        }
      },
      { signal, pauseMs: retryPauseMs },
    );
  // Parts that a failure ends are waited for: anyone who counts bytes hears of all.
  return mapTogether(parts, send, { concurrency: PART_CONCURRENCY, signal: options.signal });
}
