import { ReelsightError } from '../../../src/core/index.ts';
import { isMap, type Json } from './json.ts';

/** Tags that this interpreter gives to errors. */
export type ErrorTag =
  | 'AuthError'
  | 'ConnectionError'
  | 'ConnectionFailedError'
  | 'HttpError'
  | 'IndexError'
  | 'KeyError'
  | 'OperationError'
  | 'RecursionError'
  | 'ResourceLimitError'
  | 'TimeoutError'
  | 'TypeError'
  | 'UnhandledBranchError'
  | 'ValueError'
  | 'ZeroDivisionError';

/** An error of a step, which the workflow may catch. */
export class WorkflowError extends Error {
  override readonly name = 'WorkflowError';
  /** What `except` gets: a map with message and tags, or whatever was raised. */
  readonly payload: Json;
  /** Where it was raised; null until a step has let it through. */
  origin: { readonly routine: string; readonly step: string } | null = null;

  constructor(payload: Json, options?: ErrorOptions) {
    const message = isMap(payload) ? payload['message'] : payload;
    super(typeof message === 'string' ? message : JSON.stringify(payload), options);
    this.payload = payload;
  }
}

export function failWith(tag: ErrorTag, message: string, cause?: unknown): never {
  throw new WorkflowError({ message, tags: [tag] }, { cause });
}

/** A workflow that does at run time what Google would not have deployed. It ends the execution: no step catches it. */
export class WorkflowFault extends Error {
  override readonly name = 'WorkflowFault';
}

/** A source that this interpreter does not run: saying so beats running it otherwise than Google would. */
export function refuse(path: string, problem: string, supported: string): never {
  throw new ReelsightError(
    'unsupported',
    `The workflow's source cannot run here: ${path}: ${problem}. Supported: ${supported}.`,
    { context: { path } },
  );
}

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
