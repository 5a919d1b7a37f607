/** Where a run keeps what it writes. Writes are whole or absent, and writing the same again changes nothing. */
export interface ObjectStore {
  /** Key: slash-separated, relative, for example `analyses/<id>/plan.json`. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Puts only where nothing lies; says whether it did. Of several at once, one does. */
  create(key: string, bytes: Uint8Array): Promise<boolean>;
  /** Errors: kind `not-found` when nothing was put there. */
  get(key: string): Promise<Uint8Array>;
  /** Everything whose key starts with `prefix`, in the order of the keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<StoredObject>;
}

interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
}

/** Tells people what goes on. Never credentials, signed URLs or media bytes. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/** How far a stage has come, for a bar or a status page. */
export interface ProgressEvent {
  readonly stage: 'plan' | 'measure' | 'assemble';
  /** In frames for `measure`; 0 to 1 else. */
  readonly done: number;
  readonly total: number;
}
