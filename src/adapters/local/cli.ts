#!/usr/bin/env node
import { ReelsightError } from '../../core/index.ts';
import { runCli } from './run-cli.ts';

/** Programs such as `timeout` signal a process and then its group: two signals this close are one. */
const SAME_SIGNAL_MS = 500;

/** The first Ctrl-C ends the work and cleans up; the second ends the process. */
function watchForInterrupts() {
  const controller = new AbortController();
  const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  let status: number | null = null;
  let firstMs = 0;
  const listeners = Object.entries(statuses).map(([name, value]) => {
    const listener = () => {
      if (status !== null && performance.now() - firstMs > SAME_SIGNAL_MS) process.exit(value);
      if (status !== null) return;
      firstMs = performance.now();
      status = value;
      controller.abort(new ReelsightError('cancelled', 'The analysis was cancelled.'));
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  return {
    signal: controller.signal,
    get status() {
      return status;
    },
    stop: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

// A reader that closed the pipe, such as `head`, wants no more: no error, and the work is finished and tidied up.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(1);
});
const interrupt = watchForInterrupts();
const { env: environment, stdout, stderr } = process;
try {
  process.exitCode = await runCli(process.argv.slice(2), { environment, stdout, stderr, interrupt });
} finally {
  interrupt.stop();
}
