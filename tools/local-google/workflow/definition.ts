import type { Evaluate } from './expressions.ts';

/** A source that was checked: whatever is in here, the interpreter does as Google Workflows does. */
export interface Workflow {
  /** By name; `main` is among them. */
  readonly routines: ReadonlyMap<string, Routine>;
}

/** `main` or a subworkflow. */
export interface Routine {
  readonly name: string;
  readonly params: readonly string[];
  readonly steps: Steps;
}

export type Steps = readonly Step[];

export type Step = AssignStep | CallStep | SwitchStep | TryStep | ParallelStep | RaiseStep | ReturnStep;

interface Named {
  readonly name: string;
  /** Of the same list of steps; null: the one below. */
  readonly next: string | null;
}

export interface AssignStep extends Named {
  readonly type: 'assign';
  readonly assignments: readonly { readonly variable: string; readonly value: Evaluate }[];
}

export interface CallStep extends Named {
  readonly type: 'call';
  /** A routine's name, or one of `calls.ts`. */
  readonly target: string;
  readonly args: ReadonlyMap<string, Evaluate>;
  readonly result: string | null;
}

export interface SwitchStep extends Named {
  readonly type: 'switch';
  readonly conditions: readonly { readonly when: Evaluate; readonly consequence: Consequence }[];
}

export type Consequence =
  | { readonly type: 'next'; readonly step: string }
  | { readonly type: 'return'; readonly value: Evaluate }
  | { readonly type: 'steps'; readonly steps: Steps };

export interface TryStep extends Named {
  readonly type: 'try';
  readonly body: Steps;
  readonly retry: Retry | null;
  readonly except: { readonly variable: string; readonly steps: Steps } | null;
}

export interface Retry {
  /** A routine that is given the error and says whether to try again. */
  readonly predicate: string;
  /** Beside the first try. */
  readonly maxRetries: number;
  readonly initialDelaySeconds: number;
  readonly maxDelaySeconds: number;
  readonly multiplier: number;
}

/** A loop over whole numbers whose iterations run at once. */
export interface ParallelStep extends Named {
  readonly type: 'parallel';
  readonly shared: ReadonlySet<string>;
  readonly limit: Evaluate | null;
  readonly variable: string;
  /** Gives [first, last], both inclusive. */
  readonly range: Evaluate;
  readonly steps: Steps;
}

export interface RaiseStep extends Named {
  readonly type: 'raise';
  readonly value: Evaluate;
}

export interface ReturnStep extends Named {
  readonly type: 'return';
  readonly value: Evaluate;
}
