/** A file elsewhere, of known length, that is read by ranges. */
export interface RemoteFile {
  readonly sizeBytes: number;
  /** For messages: the host, or the object's name. */
  readonly host: string;
  /**
   * Bytes [first, last] of the file, both inclusive. Errors: a ReelsightError that is not retryable ends the reading;
   * any other is a broken connection, which is taken up again.
   */
  open(first: number, last: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}
