import { isMap, type JsonObject, LIMITS, messageOf } from '../workflow/index.ts';
import type { ExecutionRequest, ExecutionResource } from './execution.ts';
import type { Executions } from './executions.ts';
import { ApiFault } from './fault.ts';
import { parseFilter } from './filter.ts';

/** A request: `path` without the version and without the name of the workflow, for example `/executions/x:cancel`. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const LABEL = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;
const MAX_LABELS = 64;
/** Of both views together; FULL has the argument, the result and the error. */
const PAGE_SIZE = { BASIC: 1000, FULL: 100 };
const invalid = (message: string): never => {
  throw new ApiFault('INVALID_ARGUMENT', message);
};

function checkArgument(argument: string): void {
  const sizeBytes = Buffer.byteLength(argument);
  if (sizeBytes > LIMITS.argumentBytes) invalid(`argument has ${sizeBytes} of ${LIMITS.argumentBytes} bytes`);
  try {
    JSON.parse(argument);
  } catch (cause) {
    invalid(`argument must be JSON: ${messageOf(cause)}`);
  }
}

/** The fields of a new execution; one that is not known here would be ignored, so it is refused. */
function readRequest(body: unknown): ExecutionRequest {
  if (!isMap(body as JsonObject)) return invalid('the body must be an execution');
  const { argument, labels, callLogLevel, ...others } = body as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) invalid(`field ${unknown} is not supported by this local endpoint`);
  if (argument !== undefined && typeof argument !== 'string') invalid('argument must be a string of JSON');
  if (typeof argument === 'string') checkArgument(argument);
  const entries = Object.entries((labels ?? {}) as Record<string, unknown>);
  if (entries.length > MAX_LABELS) invalid(`${entries.length} of ${MAX_LABELS} labels`);
  for (const [name, value] of entries)
    if (!/^\p{L}/u.test(name) || !LABEL.test(name) || !LABEL.test(String(value)))
      invalid(`label ${name}: ${String(value)} must be of lower case letters, digits, _ and -, 63 of them at most`);
  return {
    ...(typeof argument === 'string' && { argument }),
    ...(labels !== undefined && { labels: labels as Record<string, string> }),
    ...(callLogLevel !== undefined && { callLogLevel: callLogLevel as string }),
  };
}

const viewOf = (query: URLSearchParams, fallback: keyof typeof PAGE_SIZE): keyof typeof PAGE_SIZE => {
  const names: Readonly<Record<string, keyof typeof PAGE_SIZE>> = {
    BASIC: 'BASIC',
    FULL: 'FULL',
    '1': 'BASIC',
    '2': 'FULL',
  };
  const view = query.get('view') ?? fallback;
  return names[view] ?? invalid(`view must be BASIC or FULL, received ${view}`);
};

function show(execution: ExecutionResource, view: keyof typeof PAGE_SIZE): object {
  if (view === 'FULL') return execution;
  const { argument, result, error, ...basic } = execution;
  return basic;
}

function list(executions: Executions, query: URLSearchParams): object {
  const view = viewOf(query, 'BASIC');
  const wanted = Number(query.get('pageSize') ?? 0);
  const offset = Number(query.get('pageToken') ?? 0);
  const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 0;
  if (!isWhole(wanted) || !isWhole(offset)) return invalid('pageSize and pageToken must be numbers from 0');
  const size = Math.min(wanted || 100, PAGE_SIZE[view]);
  const matching = executions.list().filter(parseFilter(query.get('filter') ?? ''));
  return {
    executions: matching.slice(offset, offset + size).map((execution) => show(execution, view)),
    ...(offset + size < matching.length && { nextPageToken: String(offset + size) }),
  };
}

/** Answers one request: what goes into the body, as JSON. Errors: ApiFault. */
export function createOperations(executions: Executions, workflow: string): (request: ApiRequest) => Promise<object> {
  const find = (id: string): ExecutionResource => {
    const execution = executions.find(`${workflow}/executions/${id}`);
    if (!execution) throw new ApiFault('NOT_FOUND', `Execution '${workflow}/executions/${id}' does not exist`);
    return execution;
  };

  return async ({ method, path, query, body }) => {
    const [, id, action] = /^\/executions(?:\/([^/:]+)(?::(\w+))?)?$/.exec(path) ?? [];
    switch (`${method} ${path === '/executions' ? 'all' : id === undefined ? 'unknown' : (action ?? 'one')}`) {
      case 'POST all':
        return executions.create(readRequest(body));
      case 'GET all':
        return list(executions, query);
      case 'GET one':
        return show(find(id!), viewOf(query, 'FULL'));
      case 'POST cancel': {
        const { name, state } = find(id!);
        if (state !== 'ACTIVE')
          throw new ApiFault('FAILED_PRECONDITION', `Execution '${name}' is ${state}, not ACTIVE`);
        await executions.cancel(name);
        return find(id!);
      }
      default:
        throw new ApiFault(
          'UNIMPLEMENTED',
          `${method} ${path} is not supported by this local endpoint. Supported: create, get, list and cancel of executions`,
        );
    }
  };
}
