import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Kills processes that run, and waits until they have ended. */
export async function endProcesses(children: Iterable<ChildProcess>): Promise<void> {
  await Promise.all(
    [...children].map((child) => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      return ended;
    }),
  );
}
