import type { JsonPath } from './paths.ts';

/** A definition that was checked: whatever is in here, the interpreter does as Step Functions does. */
export interface StateMachine {
  readonly timeoutSeconds: number | null;
  readonly steps: States;
}

export interface States {
  readonly startAt: string;
  readonly byName: ReadonlyMap<string, State>;
}

export type State = TaskState | ChoiceState | MapState | FailState | SucceedState;

/** The next state's name; null ends the execution. */
export type Transition = string | null;

export interface TaskState {
  readonly type: 'Task';
  readonly functionName: string;
  readonly payload: JsonPath;
  readonly timeoutSeconds: number | null;
  /** null: the result is dropped and the input goes on. */
  readonly resultPath: JsonPath | null;
  /** null: the output is `{}`. */
  readonly outputPath: JsonPath | null;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  readonly next: Transition;
}

export interface ChoiceState {
  readonly type: 'Choice';
  readonly choices: readonly { readonly variable: JsonPath; readonly equals: string; readonly next: string }[];
  readonly fallback: string;
}

/** A distributed map: every item is the input of a child execution. */
export interface MapState {
  readonly type: 'Map';
  readonly label: string;
  readonly maxConcurrency: JsonPath;
  readonly bucket: string;
  readonly key: JsonPath;
  readonly child: States;
  readonly resultPath: JsonPath | null;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  readonly next: Transition;
}

export interface FailState {
  readonly type: 'Fail';
  readonly error: JsonPath;
  readonly cause: JsonPath;
}

export interface SucceedState {
  readonly type: 'Succeed';
}

export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | null;
  /** Retries, not tries; 0 never retries. */
  readonly maxAttempts: number;
  readonly jitter: boolean;
}

export interface Catcher {
  readonly errors: readonly string[];
  readonly resultPath: JsonPath;
  readonly next: string;
}
