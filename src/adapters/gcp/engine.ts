import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { analysisKey, type ObjectStore, ReelsightError } from '../../core/index.ts';
import type { Engine, EngineState, Run } from '../../service/index.ts';
import { createExecutions, type Execution, isRunning, parseJson } from './executions.ts';
import type { GoogleApi } from './google-api.ts';

const MAX_REASON_CHARACTERS = 500;
const MAX_LOOKS = 5;
/** Before the second look; each further pause is twice as long. */
const PAUSE_MS = 500;

/** Google names executions itself: which one is a run's is written down, once. */
const documentSchema = z.object({ execution: z.string() });
const keyOf = ({ id, attempt }: Run): string => analysisKey(id, `execution-${attempt}.json`);

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

export interface WorkflowsEngineOptions {
  readonly api: GoogleApi;
  readonly store: Pick<ObjectStore, 'get' | 'create'>;
  /** `projects/P/locations/R/workflows/W`. */
  readonly workflow: string;
  readonly pauseMs?: number;
}

/** Runs the analyses as executions of a workflow of Google Workflows. */
export function createWorkflowsEngine(options: WorkflowsEngineOptions): Engine {
  const { api, store, workflow, pauseMs = PAUSE_MS } = options;
  const executions = createExecutions(api, workflow);

  async function findName(run: Run): Promise<string | null> {
    try {
      const text = new TextDecoder().decode(await store.get(keyOf(run)));
      return documentSchema.parse(JSON.parse(text)).execution;
    } catch (cause) {
      if (cause instanceof ReelsightError && cause.kind === 'not-found') return null;
      throw cause;
    }
  }

  /** An execution of the run, for who finds none written down: one may run whose answer was lost, or nobody's yet. */
  async function begin(run: Run): Promise<string> {
    const running = await executions.findRunning(run);
    return running.find(({ isLane }) => !isLane)?.name ?? executions.create(run);
  }

  /** Writes down which execution is the run's, and gives the name of the one that is: somebody may have been quicker. */
  async function record(run: Run, name: string): Promise<string> {
    try {
      if (await store.create(keyOf(run), Buffer.from(JSON.stringify({ execution: name })))) return name;
    } catch (cause) {
      // Unless it was written all the same, nobody would stop it.
      const recorded = await findName(run).catch(() => null);
      if (recorded !== name) await executions.cancel(name).catch(() => {});
      if (recorded === null) throw cause;
      return recorded;
    }
    // Its own name, where the write was tried again because its first answer was lost.
    const recorded = (await findName(run))!;
    // Both may have begun: doing a step twice gives the same.
    if (recorded !== name) await executions.cancel(name);
    return recorded;
  }

  const answerBy = async (name: string): Promise<'started' | 'exists'> => {
    const execution = await executions.get(name);
    return execution && isRunning(execution) ? 'started' : 'exists';
  };

  return {
    async start(run) {
      const earlier = await findName(run);
      if (earlier !== null) return answerBy(earlier);
      const own = await begin(run);
      const recorded = await record(run, own);
      return recorded === own ? 'started' : answerBy(recorded);
    },

    async stop(run) {
      const name = await findName(run);
      if (name !== null) await executions.cancel(name);
      // Its lanes go on without it, and so does what was never written down. One may be on its way while others are listed.
      for (let look = 1; ; look++) {
        const left = await executions.findRunning(run);
        if (left.length === 0) return;
        if (look === MAX_LOOKS) throw unstoppable(run, left.length);
        await Promise.all(left.map((execution) => executions.cancel(execution.name)));
        await sleep(pauseMs * 2 ** (look - 1));
      }
    },

    async find(run) {
      const name = await findName(run);
      if (name === null) return { state: 'unknown' };
      const execution = await executions.get(name);
      return execution ? readState(execution) : { state: 'unknown' };
    },
  };
}

const unstoppable = ({ id }: Run, count: number): ReelsightError =>
  new ReelsightError(
    'storage',
    `Cannot stop the analysis ${id}: ${count} of its executions run still, although they were cancelled. Stop it again.`,
    { retryable: true },
  );
