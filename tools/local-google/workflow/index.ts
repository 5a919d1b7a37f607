export type { Workflow } from './definition.ts';
export { messageOf, WorkflowError } from './errors.ts';
export { sendHttp } from './http.ts';
export { asJson, isMap, type Json, type JsonObject } from './json.ts';
export { LIMITS } from './limits.ts';
export { loadWorkflow } from './load.ts';
export type {
  ChildExecution,
  ExecutionEvent,
  ExecutionPorts,
  HttpAnswer,
} from './ports.ts';
export { type ExecutionResult, runExecution } from './run-execution.ts';
