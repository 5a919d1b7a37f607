import type { ObjectStore } from '../core/index.ts';

/** The bucket, as the service needs it. */
export interface CloudStore extends ObjectStore {
  /** A URL that gives the object to its holder, for some minutes. */
  link(key: string): Promise<string>;
}

/** A video in the cloud's object store, as it is now. */
export interface StoredVideo {
  /** For example `s3://bucket/videos/film.mp4`. */
  readonly uri: string;
  /** The last part of its key. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Changes whenever the object is replaced: an ETag or a generation. */
  readonly version: string;
}

export interface FoundVideo extends StoredVideo {
  /** Its key, where it lies in the service's own bucket. */
  readonly ownKey: string | null;
}

/** Videos that may be analysed. */
export interface VideoLibrary {
  /** Errors: kind `input` for what is not the address of a video that this service may read, `not-found`. */
  find(uri: string): Promise<FoundVideo>;
  /**
   * Bytes [first, last] of that very version, both inclusive, as they are taken: by a signed URL that is renewed when it
   * has run out. Who takes no more cancels the stream.
   * Errors: kind `input` (not retryable) when the video was replaced or is gone; `storage` (retryable) or a plain Error
   * for what may pass.
   */
  open(video: StoredVideo, first: number, last: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

/** One try at an analysis. */
export interface Run {
  /** Of the analysis: 32 hex digits. */
  readonly id: string;
  /** From 1; a failed or cancelled analysis that is asked for again takes the next. */
  readonly attempt: number;
}

export type EngineState =
  | { readonly state: 'running' | 'succeeded' | 'cancelled' | 'unknown' }
  | { readonly state: 'failed'; readonly reason: string };

/** Runs the steps: plan, a worker for every chunk, assemble. */
export interface Engine {
  /** `exists`: this run is over already. Starting one that is running is harmless. */
  start(run: Run): Promise<'started' | 'exists'>;
  /** Harmless when it has ended. */
  stop(run: Run): Promise<void>;
  find(run: Run): Promise<EngineState>;
}

interface UploadSession {
  readonly uploadId: string;
  readonly partSizeBytes: number;
  /** A signed URL for each part, in order: `PUT` the part there and keep the answer's ETag. */
  readonly partUrls: readonly string[];
}

/** Lets callers put large files into the bucket in parts, straight to the store. */
export interface MultipartUploads {
  begin(key: string, sizeBytes: number): Promise<UploadSession>;
  /**
   * Joins the parts, unless an object is there already, which stays as it is: the object is there whole, or not at all.
   * Returns its address. Errors: kind `input` for parts that do not fit.
   */
  complete(key: string, uploadId: string, etags: readonly string[]): Promise<string>;
  /** Drops the parts; harmless when there are none. */
  abort(key: string, uploadId: string): Promise<void>;
  /** The address of a key, for example `s3://bucket/uploads/film.mp4`. */
  addressOf(key: string): string;
}

/** How many workers the account may run at once. */
export interface Capacity {
  readonly workers: number;
  /** What to tell people when that is little. */
  readonly note: { readonly code: string; readonly message: string } | null;
}

/** What a step costs where it runs. */
export interface Billing {
  /** Memory that the running function is billed for, in MiB. */
  readonly memoryMb: number;
  /** US dollars. `steps`: function calls, each with its share of requests and of the engine's transitions. */
  priceOf(use: { gbSeconds: number; steps: number }): number;
}
