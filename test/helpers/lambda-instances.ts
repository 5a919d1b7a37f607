import { type ChildProcess, fork } from 'node:child_process';
import type { FunctionAnswer } from '../../tools/local-aws/state-machine/index.ts';
import { PROGRAMS } from '../runner/test-run.ts';
import { programPath } from './command-line.ts';
import { endProcesses } from './end-processes.ts';

/** Functions as Lambda runs them: a process serves one event at a time, and stays for the next one. */
export interface LambdaInstances {
  /** `onProcess` is told which process the event goes to. */
  invoke(name: string, event: unknown, onProcess: (child: ChildProcess) => void): Promise<FunctionAnswer>;
  /** Ends all processes; later calls start new ones. */
  restart(): Promise<void>;
}

/** `environmentOf` tells the environment of a function's new process. */
export function createLambdaInstances(environmentOf: (name: string) => NodeJS.ProcessEnv): LambdaInstances {
  const idle = new Map<string, ChildProcess[]>();
  const all = new Set<ChildProcess>();
  const start = (name: string): ChildProcess => {
    if (!(name in PROGRAMS)) throw new Error(`No program is compiled of the function "${name}".`);
    const child = fork(programPath('invoke-handler'), [programPath(name as keyof typeof PROGRAMS)], {
      env: environmentOf(name),
      serialization: 'json',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    all.add(child);
    // One that is ended while it is idle cannot be told an event; its call ends with its exit.
    child.on('error', () => {});
    child.once('exit', () => {
      all.delete(child);
      idle.set(
        name,
        (idle.get(name) ?? []).filter((one) => one !== child),
      );
    });
    return child;
  };
  return {
    invoke: (name, event, onProcess) =>
      new Promise((resolve) => {
        const child = idle.get(name)?.pop() ?? start(name);
        const onExit = (_: unknown, signal: string | null) =>
          resolve({ error: { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${signal}` } });
        child.once('exit', onExit);
        child.once('message', (answer) => {
          child.off('exit', onExit);
          idle.set(name, [...(idle.get(name) ?? []), child]);
          resolve(answer as FunctionAnswer);
        });
        child.send(event as object);
        onProcess(child);
      }),
    restart: () => endProcesses(all),
  };
}
