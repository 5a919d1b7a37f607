export type { StateMachine } from './definition.ts';
export type { Intrinsic } from './intrinsics.ts';
export type { Json } from './json.ts';
export { loadStateMachine } from './load.ts';
export type { ExecutionEvent, ExecutionPorts, FunctionAnswer } from './ports.ts';
export { type ExecutionResult, runExecution } from './run-execution.ts';
