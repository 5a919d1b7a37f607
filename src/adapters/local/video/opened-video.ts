import type { VideoSource } from '../../../core/index.ts';

/** A video that can be read. */
export interface OpenedVideo {
  readonly source: VideoSource;
  /** Throws when a part of the video could not be read: ffmpeg cannot tell that from the end. */
  assertFullyRead(): void;
  /** Ends what serves the video; a process that ends does without. */
  close(): void;
}
