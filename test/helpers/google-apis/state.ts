import type { Refusal } from './refusal.ts';

export const PROJECT = 'test-project-1';
export const PROJECT_NUMBER = '123456789';
export const STORAGE_AGENT = `service-${PROJECT_NUMBER}@gs-project-accounts.iam.gserviceaccount.com`;

export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition?: { readonly title: string; readonly expression: string };
}

export interface KeptPolicy {
  etag: number;
  bindings: readonly Binding[];
}

export interface Operation {
  readonly name: string;
  /** Looks until it is done. */
  looks: number;
  readonly finish: () => { response?: unknown; error?: unknown };
  readonly metadata: () => unknown;
  result: { response?: unknown; error?: unknown } | null;
}

// biome-ignore lint/suspicious/noExplicitAny: bodies are held to the discovery documents
export type Json = any;

interface LogEntry {
  readonly insertId: string;
  readonly timestamp: string;
  readonly severity: string;
  readonly textPayload: string;
  readonly resource: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
}

/** All that the servers know. A test reads it, and puts things into it. */
export interface State {
  /** `projects/P/locations/R/functions/F` -> Function */
  readonly functions: Map<string, Json>;
  readonly workflows: Map<string, Json>;
  /** Email -> ServiceAccount */
  readonly accounts: Map<string, Json>;
  readonly buckets: Map<string, Json>;
  /** Bucket -> names of objects. */
  readonly objects: Map<string, Set<string>>;
  readonly policies: Map<string, KeptPolicy>;
  readonly operations: Map<string, Operation>;
  /** Sources by the object they were uploaded as. */
  readonly uploads: Map<string, Buffer | null>;
  readonly logEntries: LogEntry[];
  readonly disabledApis: Set<string>;
  readonly regions: string[];
  /** Function id -> what its build ends with. */
  readonly buildErrors: Map<string, string>;
  /** Looks that an operation takes. */
  operationLooks: number;
  /** Times that a policy or a function may not know an account that was just made. */
  accountDelay: number;
  /** A policy of the organization that allows no member from outside. */
  isDomainRestricted: boolean;
  count: number;
}

export interface Call {
  readonly state: State;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** Of this server, for URLs that are signed. */
  readonly url: string;
}

export type Handlers = Readonly<Record<string, (call: Call) => unknown>>;

/** A fault that a test puts in the way of a method, so many times. */
export interface Fault {
  readonly id: string;
  readonly refusal: Refusal;
  times: number;
}

export const createState = (): State => ({
  functions: new Map(),
  workflows: new Map(),
  accounts: new Map(),
  buckets: new Map(),
  objects: new Map(),
  policies: new Map(),
  operations: new Map(),
  uploads: new Map(),
  logEntries: [],
  disabledApis: new Set(),
  regions: ['europe-west1', 'europe-west4', 'us-central1'],
  buildErrors: new Map(),
  operationLooks: 2,
  accountDelay: 0,
  isDomainRestricted: false,
  count: 0,
});

/** Lets a function, by its deployed name, have printed something. */
export function addLogEntry(state: State, functionName: string, text: string, { ageSeconds = 0 } = {}): void {
  state.logEntries.push({
    insertId: text,
    timestamp: new Date(Date.now() - ageSeconds * 1000).toISOString(),
    severity: 'INFO',
    textPayload: text,
    resource: { type: 'cloud_run_revision', labels: { service_name: functionName, location: 'europe-west1' } },
  });
}
