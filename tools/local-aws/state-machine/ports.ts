/** What a function answered: `error` is the payload of one that threw. */
export type FunctionAnswer =
  | { readonly payload: unknown }
  | { readonly error: { readonly errorType?: string; readonly errorMessage?: string } };

/** Something that happened, for a log. */
export type ExecutionEvent =
  | { readonly type: 'entered'; readonly state: string }
  | { readonly type: 'retried'; readonly state: string; readonly error: string; readonly waitSeconds: number }
  | { readonly type: 'caught'; readonly state: string; readonly error: string; readonly next: string };

/** The world that an execution acts on. Whatever takes a signal should end soon when it is aborted. */
export interface ExecutionPorts {
  /**
   * Calls a function by what the definition names it (here: resolved) and waits. Throws what an SDK throws: its own
   * exceptions (`TooManyRequestsException`) become `Lambda.<name>`, any other error `Lambda.SdkClientException`.
   */
  invokeFunction(name: string, payload: unknown, signal: AbortSignal): Promise<FunctionAnswer>;
  readObject(bucket: string, key: string, signal: AbortSignal): Promise<Uint8Array>;
  /** Waits before a retry. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
  /** [0, 1). */
  random(): number;
  /** `item`: the index of the map's item that the child execution runs, null outside. */
  onEvent?(event: ExecutionEvent, item: number | null): void;
}
