import type { Steps } from './definition.ts';

/** What a step is loaded within. */
export interface LoadContext {
  /** Of every routine, by its name. */
  readonly params: ReadonlyMap<string, readonly string[]>;
  /** Of the routine, so far. */
  readonly stepNames: Set<string>;
  readonly inParallel: boolean;
  loadSteps(path: string, value: unknown, context: LoadContext): Steps;
}
