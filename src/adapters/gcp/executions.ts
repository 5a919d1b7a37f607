import { z } from 'zod';
import type { Run } from '../../service/index.ts';
import { mapGoogleError } from './errors.ts';
import { type GoogleApi, GoogleApiError } from './google-api.ts';

const API = 'https://workflowexecutions.googleapis.com/v1';
const PAGE_SIZE = 100;

/** In the order in which an execution passes through them, so that one that does so meanwhile is seen once at least. */
const RUNNING_STATES = ['QUEUED', 'ACTIVE'] as const;

/** An execution of the Workflow Executions API, as far as it is read here. */
const executionSchema = z.object({
  name: z.string(),
  state: z.string().default('STATE_UNSPECIFIED'),
  /** JSON. */
  argument: z.string().optional(),
  error: z.object({ payload: z.string().optional(), context: z.string().optional() }).optional(),
  stateError: z.object({ details: z.string().optional() }).optional(),
});
export type Execution = z.infer<typeof executionSchema>;

const pageSchema = z.object({ executions: z.array(executionSchema).default([]), nextPageToken: z.string().optional() });

/** A lane measures a share of a run's chunks: workflow.yml begins it, with the run's argument and more. */
const argumentSchema = z.object({ id: z.string(), attempt: z.number(), lane: z.number().optional() });

interface FoundExecution {
  readonly name: string;
  readonly isLane: boolean;
}

/** The executions of one workflow of Google Workflows. Errors: those of mapGoogleError. */
export interface Executions {
  /** The name of a new execution of a run. */
  create(run: Run): Promise<string>;
  /** Null: Google keeps it no longer. */
  get(name: string): Promise<Execution | null>;
  /** Harmless when it has ended. */
  cancel(name: string): Promise<void>;
  /** Those of a run that run or wait to: lanes outlive the execution that began them. */
  findRunning(run: Run): Promise<FoundExecution[]>;
}

export const isRunning = ({ state }: Execution): boolean => (RUNNING_STATES as readonly string[]).includes(state);

export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return text;
  }
}

const hasStatus = (cause: unknown, ...statuses: number[]): boolean =>
  cause instanceof GoogleApiError && statuses.includes(cause.status);

/** `workflow`: `projects/P/locations/R/workflows/W`. */
export function createExecutions(api: GoogleApi, workflow: string): Executions {
  const url = `${API}/${workflow}/executions`;

  async function get(name: string): Promise<Execution | null> {
    try {
      return executionSchema.parse(await api.request({ method: 'GET', url: `${API}/${name}` }));
    } catch (cause) {
      if (hasStatus(cause, 404)) return null;
      throw mapGoogleError(cause, 'look up', `the execution ${name}`);
    }
  }

  /** With their arguments. Of the filters, that of the state is the one whose form Google's reference shows. */
  async function* list(state: string): AsyncGenerator<Execution> {
    let pageToken: string | undefined;
    do {
      const query = { filter: `state="${state}"`, view: 'FULL', pageSize: PAGE_SIZE, pageToken };
      let page: z.infer<typeof pageSchema>;
      try {
        page = pageSchema.parse(await api.request({ method: 'GET', url, query }));
      } catch (cause) {
        throw mapGoogleError(cause, 'list', `the executions of ${workflow}`);
      }
      yield* page.executions;
      pageToken = page.nextPageToken || undefined;
    } while (pageToken !== undefined);
  }

  return {
    async create({ id, attempt }) {
      const labels = { 'reelsight-id': id, 'reelsight-attempt': String(attempt) };
      const body = { argument: JSON.stringify({ id, attempt }), labels };
      try {
        return executionSchema.parse(await api.request({ method: 'POST', url, body })).name;
      } catch (cause) {
        throw mapGoogleError(cause, 'start', `the workflow ${workflow}`);
      }
    },

    get,

    async cancel(name) {
      try {
        await api.request({ method: 'POST', url: `${API}/${name}:cancel`, body: {} });
      } catch (cause) {
        // It has ended, or is forgotten. Whether that is what a refusal means, the execution itself tells.
        if (hasStatus(cause, 404)) return;
        if (hasStatus(cause, 400, 409)) {
          const execution = await get(name);
          if (!execution || !isRunning(execution)) return;
        }
        throw mapGoogleError(cause, 'cancel', `the execution ${name}`);
      }
    },

    async findRunning({ id, attempt }) {
      const found = new Map<string, FoundExecution>();
      for (const state of RUNNING_STATES)
        for await (const { name, argument } of list(state)) {
          const told = argumentSchema.safeParse(parseJson(argument)).data;
          if (told?.id === id && told.attempt === attempt) found.set(name, { name, isLane: told.lane !== undefined });
        }
      return [...found.values()];
    },
  };
}
