/** A video that may be opened: made by an adapter, which has checked that the user may name it. */
export interface VideoSource {
  /** What ffmpeg opens, with its protocol: `file:/absolute/path` or an `https:` URL (possibly signed: never logged). */
  readonly url: string;
  /** ffmpeg's protocols that this source needs, and no more. */
  readonly protocols: readonly string[];
  /** The name people know it by. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Changes when the content does: a hash, or a store's ETag. */
  readonly fingerprint: string;
}
