import { ReelsightError } from '../../core/index.ts';

/** What an engine is told of a step's error. */
export interface FailureFacts {
  readonly kind: string;
  /** Whether it may pass. */
  readonly retryable: boolean;
  /** Whether no more than once. */
  readonly isRetriedOnce: boolean;
  readonly message: string;
}

/** An error that nobody threw on purpose is not tried again. */
export const readFailure = (error: unknown): FailureFacts =>
  error instanceof ReelsightError
    ? error
    : {
        kind: 'internal',
        retryable: false,
        isRetriedOnce: false,
        message: error instanceof Error ? error.message : String(error),
      };

/** Whether it lies with what was asked for, and not with the service. */
export const isOfInput = (kind: string): boolean => kind === 'input' || kind === 'not-found' || kind === 'unsupported';
