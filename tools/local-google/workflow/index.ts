export type { Workflow } from './definition.ts';
export { failWith, messageOf, WorkflowError } from './errors.ts';
export { sendHttp } from './http.ts';
export { asJson, isMap, type Json, type JsonObject } from './json.ts';
export { LIMITS } from './limits.ts';
export { loadWorkflow } from './load.ts';
export {
  type ChildExecution,
  type ExecutionEvent,
  type ExecutionPorts,
  type HttpAnswer,
  HttpFailure,
  type HttpRequest,
} from './ports.ts';
export { type ExecutionResult, runExecution } from './run-execution.ts';
