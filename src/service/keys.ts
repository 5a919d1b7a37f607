import { createHash } from 'node:crypto';
import { analysisKey } from '../core/index.ts';

/** Where the service keeps what it writes, beside the keys of the core's chunks and thumbnails. */
export const keysOf = (id: string) => ({
  request: analysisKey(id, 'request.json'),
  plan: analysisKey(id, 'plan.json'),
  /**
   * What the engine maps over: one item for each chunk that is still to be measured. `single`: of the plan of a single
   * chunk.
   */
  items: (attempt: number, kind: 'chunks' | 'single' = 'chunks') =>
    analysisKey(id, `items-${attempt}${kind === 'single' ? '-single' : ''}.json`),
  run: (attempt: number) => analysisKey(id, `run-${attempt}.json`),
  status: (attempt: number) => analysisKey(id, `status-${attempt}.json`),
  reportJson: analysisKey(id, 'report.json'),
  reportHtml: analysisKey(id, 'report.html'),
  chunks: analysisKey(id, 'chunks/'),
  usage: analysisKey(id, 'usage/'),
  /** An answer that is too large for a function to give. */
  answer: (name: string) => analysisKey(id, `answers/${name}.json`),
  thumbnail: (name: string) => analysisKey(id, `thumbnails/${name}`),
});

/** Which request an idempotency key of a caller has stood for. */
export const idempotencyKeyOf = (key: string): string =>
  `idempotency/${createHash('sha256').update(key).digest('hex')}.json`;

/** Videos there start an analysis of their own. */
export const VIDEOS_PREFIX = 'videos/';
/** Videos that a caller puts there before asking for an analysis. */
export const UPLOADS_PREFIX = 'uploads/';
