import { ReelsightError } from '../../errors.ts';
import { BLOCK_BYTES } from './block-cache.ts';
import type { RemoteFile } from './remote-file.ts';

/** What one run of ffmpeg has asked for so far of a file elsewhere. */
export interface ReadBudget {
  /** Errors: kind `input` for a run that asks for far more than the file has. */
  countRequest(): void;
  countBytes(length: number): void;
}

/** Of small files; a run looks at the head, the index and the tail, and searches for where it shall begin. */
const FREE_REQUESTS = 500;
const FREE_BYTES = 64 << 20;
/** A run reads a file once. Twice as many requests as it has blocks are made by its index alone. */
const MAX_BLOCK_REQUESTS = 2;
const MAX_READINGS = 4;
/** Runs that are remembered. */
const MAX_RUNS = 1_000;

/** Gives each run of ffmpeg, known by a name of its own, its budget. */
export function createReadBudgets({ sizeBytes, host }: Pick<RemoteFile, 'sizeBytes' | 'host'>) {
  const maxRequests = FREE_REQUESTS + MAX_BLOCK_REQUESTS * Math.ceil(sizeBytes / BLOCK_BYTES);
  const maxBytes = FREE_BYTES + MAX_READINGS * sizeBytes;
  const budgets = new Map<string, ReadBudget>();
  return (run: string): ReadBudget => {
    let budget = budgets.get(run);
    if (budget === undefined) {
      budget = createBudget();
      if (budgets.size >= MAX_RUNS) budgets.delete(budgets.keys().next().value!);
      budgets.set(run, budget);
    }
    return budget;
  };

  function createBudget(): ReadBudget {
    let [requests, bytes] = [0, 0];
    return {
      countRequest() {
        if (++requests > maxRequests) throw scattered(host, `more than ${maxRequests} requests`);
      },
      countBytes(length) {
        bytes += length;
        if (bytes > maxBytes) throw scattered(host, `more than ${MAX_READINGS} times its size`);
      },
    };
  }
}

const scattered = (host: string, what: string): ReelsightError =>
  new ReelsightError(
    'input',
    `Reading the video from ${host} takes ${what}: its index scatters the pictures all over the file, or is forged. ` +
      'Copy it into a new file, for example with `ffmpeg -i VIDEO -c copy NEW.mp4`.',
  );
