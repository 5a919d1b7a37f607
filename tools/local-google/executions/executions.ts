import {
  asJson,
  type ChildExecution,
  type ExecutionEvent,
  type ExecutionPorts,
  runExecution,
  type Workflow,
  WorkflowError,
} from '../workflow/index.ts';
import { beginExecution, brokenBy, type ExecutionRequest, type ExecutionResource, endExecution } from './execution.ts';

/** What executions act on beside each other. */
export interface WorldPorts extends Pick<ExecutionPorts, 'send' | 'identityToken' | 'sleep'> {
  onEvent?(event: ExecutionEvent, execution: Pick<ExecutionResource, 'name' | 'argument'>): void;
}

export interface Executions {
  find(name: string): ExecutionResource | null;
  /** The newest first. */
  list(): readonly ExecutionResource[];
  create(request: ExecutionRequest): ExecutionResource;
  /** Ends when the execution has ended. */
  cancel(name: string): Promise<void>;
  /** Stops what runs, and waits for it and for the calls it left behind. */
  close(): Promise<void>;
}

interface Entry {
  execution: ExecutionResource;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** Ports that remember the calls under way: a cancelled execution does not wait for them. */
function watchCalls(ports: WorldPorts): {
  watched: Omit<WorldPorts, 'onEvent'>;
  settle: () => Promise<unknown>;
} {
  const calls = new Set<Promise<unknown>>();
  const watch = <T>(call: Promise<T>): Promise<T> => {
    const settled: Promise<unknown> = call.then(
      () => calls.delete(settled),
      () => calls.delete(settled),
    );
    calls.add(settled);
    return call;
  };
  const watched = {
    send: (...call: Parameters<WorldPorts['send']>) => watch(ports.send(...call)),
    identityToken: (...call: Parameters<WorldPorts['identityToken']>) => watch(ports.identityToken(...call)),
    sleep: (...call: Parameters<WorldPorts['sleep']>) => watch(ports.sleep(...call)),
  };
  return { watched, settle: () => Promise.all(calls) };
}

/** `projects/P/locations/R/workflows/W`, as what Google sets in the environment of an execution. */
function variablesOf(workflowName: string, executionName: string): Readonly<Record<string, string>> {
  const [, project, , location, , workflow] = workflowName.split('/') as string[];
  return {
    GOOGLE_CLOUD_PROJECT_ID: project!,
    GOOGLE_CLOUD_LOCATION: location!,
    GOOGLE_CLOUD_WORKFLOW_ID: workflow!,
    GOOGLE_CLOUD_WORKFLOW_EXECUTION_ID: executionName.split('/').at(-1)!,
  };
}

/** Executions of one workflow, kept in memory for as long as the process lives. */
export function createExecutions(
  workflow: Workflow,
  workflowName: string,
  environment: Readonly<Record<string, string>>,
  ports: WorldPorts,
): Executions {
  const entries = new Map<string, Entry>();
  const { watched, settle } = watchCalls(ports);
  let closing = false;

  const runChild: ExecutionPorts['runChild'] = async (name, argument): Promise<ChildExecution> => {
    if (name !== workflowName) {
      const error = { code: 404, message: `Workflow '${name}' is not here. This endpoint has '${workflowName}'` };
      throw new WorkflowError({ ...error, tags: ['HttpError'], body: asJson({ error }), headers: {} });
    }
    const child = executions.create({ argument: JSON.stringify(argument) });
    // It outlives a parent that is cancelled, as it does at Google's.
    await entries.get(child.name)!.ended;
    return entries.get(child.name)!.execution as ChildExecution;
  };

  const executions: Executions = {
    find: (name) => entries.get(name)?.execution ?? null,

    list: () => [...entries.values()].map(({ execution }) => execution).reverse(),

    create(request) {
      if (closing) throw new Error('The endpoint is closing');
      const controller = new AbortController();
      const execution = beginExecution(workflowName, request);
      const { onEvent } = ports;
      const run = runExecution(workflow, JSON.parse(request.argument ?? 'null'), {
        variables: { ...environment, ...variablesOf(workflowName, execution.name) },
        ports: { ...watched, runChild, ...(onEvent && { onEvent: (event) => onEvent(event, execution) }) },
        signal: controller.signal,
      });
      const entry: Entry = {
        execution,
        controller,
        ended: run.catch(brokenBy).then((result) => {
          entry.execution = endExecution(entry.execution, result);
        }),
      };
      entries.set(execution.name, entry);
      return execution;
    },

    async cancel(name) {
      const entry = entries.get(name);
      entry?.controller.abort(new Error(`${name} was cancelled`));
      await entry?.ended;
    },

    async close() {
      closing = true;
      for (const { controller } of entries.values()) controller.abort(new Error('The endpoint is closing'));
      await Promise.all([...entries.values()].map(({ ended }) => ended));
      await settle();
    },
  };
  return executions;
}
