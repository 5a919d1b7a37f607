import type { Json, JsonObject } from './json.ts';

export interface HttpRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpAnswer {
  readonly code: number;
  /** In small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** No answer came, or not a whole one. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  /** Whether the request may have arrived. */
  readonly connected: boolean;

  constructor(connected: boolean, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.connected = connected;
  }
}

/** A child execution's end, as the REST API of Workflow Executions shows it. */
export interface ChildExecution {
  readonly name: string;
  readonly state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** JSON. */
  readonly result?: string;
}

/** Something that happened, for a log. `args`: what the routine was called with. */
export type ExecutionEvent = {
  readonly routine: string;
  readonly step: string;
  readonly args: JsonObject;
} & (
  | { readonly type: 'entered' }
  | { readonly type: 'retried'; readonly error: Json; readonly waitSeconds: number }
  | { readonly type: 'caught'; readonly error: Json }
);

/** The world that an execution acts on. Whatever takes a signal should end soon when it is aborted. */
export interface ExecutionPorts {
  /** Errors: HttpFailure. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
  /** An OIDC token of the workflow's service account. */
  identityToken(audience: string, signal: AbortSignal): Promise<string>;
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
  /** Runs a workflow, by `projects/P/locations/R/workflows/W`, and waits. Errors: WorkflowError. */
  runChild(workflow: string, argument: Json, signal: AbortSignal): Promise<ChildExecution>;
  onEvent?(event: ExecutionEvent): void;
}
