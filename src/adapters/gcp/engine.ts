import { z } from 'zod';
import { analysisKey, type ObjectStore, ReelsightError } from '../../core/index.ts';
import type { Engine, EngineState, Run } from '../../service/index.ts';
import { mapGoogleError } from './errors.ts';
import { type GoogleApi, GoogleApiError } from './google-api.ts';

const API = 'https://workflowexecutions.googleapis.com/v1';
const MAX_REASON_CHARACTERS = 500;
const MAX_LOOKS_FOR_LANES = 5;

/** An execution of the Workflow Executions API, as far as it is read here. */
const executionSchema = z.object({
  name: z.string(),
  state: z.string().default('STATE_UNSPECIFIED'),
  /** JSON. */
  argument: z.string().optional(),
  error: z.object({ payload: z.string().optional(), context: z.string().optional() }).optional(),
  stateError: z.object({ details: z.string().optional() }).optional(),
});
type Execution = z.infer<typeof executionSchema>;

const pageSchema = z.object({ executions: z.array(executionSchema).default([]), nextPageToken: z.string().optional() });

/** Google names executions itself: which one is a run's is written down, once. */
const documentSchema = z.object({ execution: z.string() });
const keyOf = ({ id, attempt }: Run): string => analysisKey(id, `execution-${attempt}.json`);

const isRunning = ({ state }: Execution): boolean => state === 'ACTIVE' || state === 'QUEUED';

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return text;
  }
}

/** What our functions answer, and what every error of a workflow has. */
const payloadSchema = z.union([
  z.object({ body: z.object({ message: z.string() }) }).transform(({ body }) => body.message),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.string().min(1),
]);

function readReason({ state, error, stateError }: Execution): string {
  const told = payloadSchema.safeParse(parseJson(error?.payload)).data ?? error?.context?.split('\n')[0];
  const reason = told || stateError?.details || `The execution ended as ${state} and says no more.`;
  return reason.length > MAX_REASON_CHARACTERS ? `${reason.slice(0, MAX_REASON_CHARACTERS - 1)}…` : reason;
}

function readState(execution: Execution): EngineState {
  if (isRunning(execution)) return { state: 'running' };
  switch (execution.state) {
    case 'SUCCEEDED':
      return { state: 'succeeded' };
    case 'CANCELLED':
      return { state: 'cancelled' };
    default:
      return { state: 'failed', reason: readReason(execution) };
  }
}

const hasStatus = (cause: unknown, ...statuses: number[]): boolean =>
  cause instanceof GoogleApiError && statuses.includes(cause.status);

export interface WorkflowsEngineOptions {
  readonly api: GoogleApi;
  readonly store: Pick<ObjectStore, 'get' | 'create'>;
  /** `projects/P/locations/R/workflows/W`. */
  readonly workflow: string;
}

/** Runs the analyses as executions of a workflow of Google Workflows. */
export function createWorkflowsEngine({ api, store, workflow }: WorkflowsEngineOptions): Engine {
  const executionsUrl = `${API}/${workflow}/executions`;

  async function findName(run: Run): Promise<string | null> {
    try {
      const text = new TextDecoder().decode(await store.get(keyOf(run)));
      return documentSchema.parse(JSON.parse(text)).execution;
    } catch (cause) {
      if (cause instanceof ReelsightError && cause.kind === 'not-found') return null;
      throw cause;
    }
  }

  /** Null: Google keeps it no longer. */
  async function getExecution(name: string): Promise<Execution | null> {
    try {
      return executionSchema.parse(await api.request({ method: 'GET', url: `${API}/${name}` }));
    } catch (cause) {
      if (hasStatus(cause, 404)) return null;
      throw mapGoogleError(cause, 'look up', `the execution ${name}`);
    }
  }

  async function cancel(name: string): Promise<void> {
    try {
      await api.request({ method: 'POST', url: `${API}/${name}:cancel`, body: {} });
    } catch (cause) {
      // It has ended, or is forgotten. Whether that is what a refusal means, the execution itself tells.
      if (hasStatus(cause, 404)) return;
      if (hasStatus(cause, 400, 409)) {
        const execution = await getExecution(name);
        if (!execution || !isRunning(execution)) return;
      }
      throw mapGoogleError(cause, 'cancel', `the execution ${name}`);
    }
  }

  async function createExecution(run: Run): Promise<string> {
    const body = {
      argument: JSON.stringify({ id: run.id, attempt: run.attempt }),
      labels: { 'reelsight-id': run.id, 'reelsight-attempt': String(run.attempt) },
    };
    try {
      return executionSchema.parse(await api.request({ method: 'POST', url: executionsUrl, body })).name;
    } catch (cause) {
      throw mapGoogleError(cause, 'start', `the workflow ${workflow}`);
    }
  }

  /** Executions that measure a share of a run's chunks: they outlive the one that began them. */
  async function findLanes({ id, attempt }: Run): Promise<string[]> {
    const lanes: string[] = [];
    let pageToken: string | undefined;
    do {
      const query = { filter: 'state="ACTIVE"', view: 'FULL', pageSize: 100, pageToken };
      try {
        const page = pageSchema.parse(await api.request({ method: 'GET', url: executionsUrl, query }));
        for (const { name, argument } of page.executions) {
          const told = parseJson(argument) as Partial<Run> | null;
          if (told?.id === id && told.attempt === attempt) lanes.push(name);
        }
        pageToken = page.nextPageToken || undefined;
      } catch (cause) {
        throw mapGoogleError(cause, 'list', `the executions of ${workflow}`);
      }
    } while (pageToken !== undefined);
    return lanes;
  }

  const answerBy = async (name: string): Promise<'started' | 'exists'> => {
    const execution = await getExecution(name);
    return execution && isRunning(execution) ? 'started' : 'exists';
  };

  return {
    async start(run) {
      const earlier = await findName(run);
      if (earlier !== null) return answerBy(earlier);
      const own = await createExecution(run);
      let isFirst: boolean;
      try {
        isFirst = await store.create(keyOf(run), Buffer.from(JSON.stringify({ execution: own })));
      } catch (cause) {
        // Nobody would ever find it.
        await cancel(own).catch(() => {});
        throw cause;
      }
      if (isFirst) return 'started';
      // Somebody was quicker. Both may have begun: doing a step twice gives the same.
      await cancel(own);
      return answerBy((await findName(run))!);
    },

    async stop(run) {
      const name = await findName(run);
      if (name === null) return;
      await cancel(name);
      // One may have been on its way when the list was made.
      for (let look = 0; look < MAX_LOOKS_FOR_LANES; look++) {
        const lanes = await findLanes(run);
        if (lanes.length === 0) return;
        await Promise.all(lanes.map(cancel));
      }
    },

    async find(run) {
      const name = await findName(run);
      if (name === null) return { state: 'unknown' };
      const execution = await getExecution(name);
      return execution ? readState(execution) : { state: 'unknown' };
    },
  };
}
