/**
 * What went wrong, in kinds that a caller can act on. `input`: mend the input or the command and try again. `denied`: who
 * asks, or the role that works for them, may not; give it the right. `conflict`: not in the state that a thing is in, as
 * the result of an analysis that still runs; wait, or look what happened. `cancelled`: somebody ended it.
 */
export type ErrorKind =
  | 'input'
  | 'not-found'
  | 'denied'
  | 'conflict'
  | 'unsupported'
  | 'environment'
  | 'model'
  | 'storage'
  | 'decode'
  | 'cancelled'
  | 'internal';

export interface ErrorOptions {
  /** Whether doing the same again may succeed; `once`: it may, but a second failure would not be an accident. */
  retryable?: boolean | 'once';
  /** Facts for a log: never credentials, signed URLs or media bytes. */
  context?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/**
 * The one error that the core throws on purpose. Its message says what failed, what was received and what to do.
 */
export class ReelsightError extends Error {
  override readonly name = 'ReelsightError';
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  /** Whether to do the same again no more than once. */
  readonly isRetriedOnce: boolean;
  readonly context: Readonly<Record<string, unknown>>;

  constructor(kind: ErrorKind, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryable = Boolean(options.retryable);
    this.isRetriedOnce = options.retryable === 'once';
    this.context = options.context ?? {};
  }
}
