import {
  assertVideoBytes,
  fingerprintVideo,
  PROXY_PROTOCOLS,
  ReelsightError,
  SNIFF_BYTES,
  serveRanges,
  type VideoSource,
} from '../core/index.ts';
import type { AnalysisRequest } from './documents.ts';
import type { StoredVideo, VideoLibrary } from './ports.ts';

const MAX_TRIES = 4;

/** What a stored video is known by, after a look at its first bytes. Errors: kind `input` for what is not a video. */
export async function identifyVideo(library: VideoLibrary, video: StoredVideo): Promise<string> {
  const head = await readRange(library, video, 0, Math.min(SNIFF_BYTES, video.sizeBytes));
  assertVideoBytes(Buffer.from(head), video.name);
  return fingerprintStored(library, video);
}

/** What any object is known by, video or not. */
export const fingerprintStored = (library: VideoLibrary, video: StoredVideo): Promise<string> =>
  fingerprintVideo(video.sizeBytes, (offset, length) => readRange(library, video, offset, length));

async function readRange(
  library: VideoLibrary,
  video: StoredVideo,
  offset: number,
  length: number,
  tries = 1,
): Promise<Uint8Array> {
  if (length === 0) return new Uint8Array(0);
  try {
    const body = await openRange(library, video, offset, offset + length - 1, AbortSignal.timeout(60_000));
    const bytes = new Uint8Array(await new Response(body).arrayBuffer());
    if (bytes.length !== length) throw new Error('the connection ended early');
    return bytes;
  } catch (cause) {
    if (cause instanceof ReelsightError && !cause.retryable) throw cause;
    if (tries < MAX_TRIES) return readRange(library, video, offset, length, tries + 1);
    throw new ReelsightError('storage', `${video.uri} cannot be read: ${(cause as Error).message}. Try again.`, {
      cause,
      retryable: true,
    });
  }
}

/** What broke on the way to the store is the store's fault, not the video's. */
async function openRange(
  library: VideoLibrary,
  video: StoredVideo,
  first: number,
  last: number,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  try {
    return await library.open(video, first, last, signal);
  } catch (cause) {
    if (cause instanceof ReelsightError) throw cause;
    throw new ReelsightError('storage', `${video.uri} cannot be read: ${(cause as Error).message}. Try again.`, {
      cause,
      retryable: true,
    });
  }
}

interface OpenedSource {
  readonly source: VideoSource;
  /** Throws when a part of the video could not be read. */
  assertFullyRead(): void;
  close(): void;
}

/**
 * Opens the video of a request for ffmpeg: read by ranges, never copied, and only the version that was asked for. The
 * link and every credential stay in this process.
 */
async function openRequestedVideo(library: VideoLibrary, video: AnalysisRequest['video']): Promise<OpenedSource> {
  const proxy = await serveRanges({
    sizeBytes: video.sizeBytes,
    host: video.uri,
    open: (first, last, signal) => openRange(library, video, first, last, signal),
  });
  return {
    source: {
      url: proxy.address,
      protocols: PROXY_PROTOCOLS,
      name: video.name,
      sizeBytes: video.sizeBytes,
      fingerprint: video.fingerprint,
    },
    assertFullyRead: proxy.assertFullyRead,
    close: proxy.close,
  };
}

/** Does work on a video and puts a broken connection before whatever else went wrong: it is why. */
export async function withVideo<T>(
  library: VideoLibrary,
  video: AnalysisRequest['video'],
  work: (source: VideoSource) => Promise<T>,
): Promise<T> {
  const opened = await openRequestedVideo(library, video);
  try {
    return await work(opened.source).finally(() => opened.assertFullyRead());
  } finally {
    opened.close();
  }
}
