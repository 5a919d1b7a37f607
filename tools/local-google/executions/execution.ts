import { randomUUID } from 'node:crypto';
import { type ExecutionResult, messageOf } from '../workflow/index.ts';

/** An execution as the REST API shows it. */
export interface ExecutionResource {
  readonly name: string;
  readonly argument?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly callLogLevel?: string;
  readonly createTime: string;
  readonly startTime: string;
  readonly endTime?: string;
  readonly duration?: string;
  readonly state: 'ACTIVE' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** JSON. */
  readonly result?: string;
  readonly error?: {
    /** JSON. */
    readonly payload: string;
    readonly context?: string;
    readonly stackTrace?: { readonly elements: readonly { readonly step: string; readonly routine: string }[] };
  };
  readonly workflowRevisionId: string;
}

/** What a caller says of a new execution. */
export type ExecutionRequest = Pick<ExecutionResource, 'argument' | 'labels' | 'callLogLevel'>;

export function beginExecution(workflow: string, request: ExecutionRequest): ExecutionResource {
  const now = new Date().toISOString();
  return {
    name: `${workflow}/executions/${randomUUID()}`,
    ...request,
    createTime: now,
    startTime: now,
    state: 'ACTIVE',
    workflowRevisionId: '000001-000',
  };
}

function describeEnd(result: ExecutionResult): Pick<ExecutionResource, 'state' | 'result' | 'error'> {
  switch (result.state) {
    case 'SUCCEEDED':
      return { state: result.state, result: JSON.stringify(result.result) };
    case 'CANCELLED':
      return { state: result.state, error: { payload: '"execution cancelled"' } };
    case 'FAILED': {
      const { payload, context, origin } = result;
      const stackTrace = origin && { stackTrace: { elements: [{ step: origin.step, routine: origin.routine }] } };
      return { state: result.state, error: { payload: JSON.stringify(payload), context, ...stackTrace } };
    }
  }
}

export function endExecution(execution: ExecutionResource, result: ExecutionResult): ExecutionResource {
  const now = Date.now();
  return {
    ...execution,
    ...describeEnd(result),
    endTime: new Date(now).toISOString(),
    duration: `${(now - Date.parse(execution.startTime)) / 1000}s`,
  };
}

/** The end of an execution for a reason that is not an error of its workflow. */
export function brokenBy(cause: unknown): ExecutionResult {
  const context = messageOf(cause);
  return { state: 'FAILED', payload: { message: context, tags: ['SystemError'] }, context, origin: null };
}
