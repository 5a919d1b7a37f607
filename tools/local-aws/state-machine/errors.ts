import { ReelsightError } from '../../../src/core/index.ts';

/** A state's failure, under the error name that retriers and catchers search for. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly error: string;
  /** Empty where Step Functions gives none. */
  readonly reason: string;

  constructor(error: string, reason: string, options?: ErrorOptions) {
    super(`${error}: ${reason}`, options);
    this.error = error;
    this.reason = reason;
  }
}

/** A definition that this interpreter does not run: saying so beats running it otherwise than Step Functions would. */
export function refuse(path: string, problem: string, supported: string): never {
  throw new ReelsightError(
    'unsupported',
    `The state machine's definition cannot run here: ${path}: ${problem}. Supported: ${supported}.`,
    { context: { path } },
  );
}

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
