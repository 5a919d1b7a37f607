import { messageOf } from '../state-machine/errors.ts';
import {
  type ExecutionPorts,
  type ExecutionResult,
  type Json,
  runExecution,
  type StateMachine,
} from '../state-machine/index.ts';

/** An execution as DescribeExecution shows it. */
export interface Execution {
  readonly name: string;
  readonly arn: string;
  readonly input: string;
  readonly startedAt: Date;
  readonly stoppedAt: Date | null;
  readonly status: 'RUNNING' | ExecutionResult['status'];
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export interface Executions {
  find(arn: string): Execution | null;
  start(arn: string, name: string, input: string): Execution;
  /** Ends when the execution has ended. */
  stop(arn: string, error?: string, cause?: string): Promise<void>;
  /** Stops what runs, and waits for it and for the calls it left behind. */
  close(): Promise<void>;
}

interface Entry {
  execution: Execution;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** Ports that remember the calls under way: an aborted execution does not wait for them. */
function watchCalls(ports: ExecutionPorts): { watched: ExecutionPorts; settle: () => Promise<unknown> } {
  const calls = new Set<Promise<unknown>>();
  const watch = <T>(call: Promise<T>): Promise<T> => {
    const settled: Promise<unknown> = call.then(
      () => calls.delete(settled),
      () => calls.delete(settled),
    );
    calls.add(settled);
    return call;
  };
  const watched: ExecutionPorts = {
    ...ports,
    invokeFunction: (...call) => watch(ports.invokeFunction(...call)),
    readObject: (...call) => watch(ports.readObject(...call)),
    sleep: (...call) => watch(ports.sleep(...call)),
  };
  return { watched, settle: () => Promise.all(calls) };
}

/** Executions of one state machine, kept in memory for as long as the process lives. */
export function createExecutions(machine: StateMachine, ports: ExecutionPorts): Executions {
  const entries = new Map<string, Entry>();
  const { watched, settle } = watchCalls(ports);
  const none = { output: undefined, error: undefined, cause: undefined };
  let closing = false;

  return {
    find: (arn) => entries.get(arn)?.execution ?? null,

    start(arn, name, input) {
      if (closing) throw new Error('The endpoint is closing');
      const controller = new AbortController();
      const run = runExecution(machine, JSON.parse(input), { ...watched, signal: controller.signal }).catch(
        (cause: unknown): ExecutionResult => ({ status: 'FAILED', error: 'States.Runtime', cause: messageOf(cause) }),
      );
      const end = (result: ExecutionResult): void => {
        // What StopExecution told stands already, and goes when the stop came too late.
        const told = result.status === 'ABORTED' ? {} : none;
        entry.execution = { ...entry.execution, ...told, ...result, stoppedAt: new Date() };
      };
      const entry: Entry = {
        execution: { name, arn, input, startedAt: new Date(), stoppedAt: null, status: 'RUNNING', ...none },
        controller,
        ended: run.then(end),
      };
      entries.set(arn, entry);
      return entry.execution;
    },

    async stop(arn, error, cause) {
      const entry = entries.get(arn);
      if (!entry) return;
      if (entry.execution.status === 'RUNNING' && !entry.controller.signal.aborted) {
        entry.execution = { ...entry.execution, error, cause };
        entry.controller.abort(new Error(`${arn} was stopped`));
      }
      await entry.ended;
    },

    async close() {
      closing = true;
      for (const { controller } of entries.values()) controller.abort(new Error('The endpoint is closing'));
      await Promise.all([...entries.values()].map(({ ended }) => ended));
      await settle();
    },
  };
}
