import { sleep } from '../retry.ts';
import type { Analysis } from './answers.ts';
import type { ServiceClient } from './client.ts';
import type { LiveView } from './live-view.ts';

const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 5000;

export const isOver = ({ status }: Pick<Analysis, 'status'>): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';

/** Asks how an analysis goes on, less and less often, until it is over. `attempt`: how an earlier one ended does not count. */
export async function watchAnalysis(
  run: { readonly id: string; readonly attempt: number },
  options: { readonly client: ServiceClient; readonly signal: AbortSignal; readonly view: LiveView },
): Promise<Analysis> {
  const { client, signal, view } = options;
  try {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 1.25)) {
      const analysis = await client.find(run.id);
      const isOld = analysis.attempt < run.attempt;
      if (isOver(analysis) && !isOld) return analysis;
      if (!isOld) view.show(analysis);
      await sleep(pauseMs, signal);
    }
  } finally {
    view.stop();
  }
}
