import type { Routine, Steps, Workflow } from './definition.ts';
import type { Evaluate } from './expressions.ts';
import type { Environment } from './functions.ts';
import type { Json, JsonObject } from './json.ts';
import type { ExecutionPorts } from './ports.ts';
import type { Memory, Scope } from './scope.ts';

/** A routine at work. */
export interface Frame {
  readonly routine: Routine;
  readonly args: JsonObject;
  readonly scope: Scope;
  /** Of calls: 0 for main. */
  readonly depth: number;
  readonly inParallel: boolean;
}

/** A `return` on its way out of the routine. */
export interface Return {
  readonly value: Json;
}

/** One execution: what its steps share. */
export interface Interpreter {
  readonly workflow: Workflow;
  readonly environment: Environment;
  readonly ports: ExecutionPorts;
  readonly signal: AbortSignal;
  readonly memory: Memory;
  /** Counts a step that begins. Errors: ResourceLimitError. */
  countStep(): void;
  evaluate(value: Evaluate, frame: Frame): Json;
  /** Null: the list came to its end. */
  runSteps(steps: Steps, frame: Frame): Promise<Return | null>;
  callRoutine(name: string, args: JsonObject, caller: Pick<Frame, 'depth' | 'inParallel'>): Promise<Json>;
}
