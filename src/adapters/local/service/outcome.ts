import { ReelsightError } from '../../../core/index.ts';
import { plainText } from '../terminal/plain-text.ts';
import type { Analysis } from './answers.ts';
import { showChunks } from './live-view.ts';
import { readKind } from './problems.ts';

/** One line for each chunk that was lost. */
export const listLostChunks = (error: Analysis['error']): string[] =>
  (error?.chunks ?? []).map(
    ({ index, startFrame, endFrame, message }) =>
      `  chunk ${index}, frames ${startFrame} to ${endFrame}: ${plainText(message)}`,
  );

/**
 * Errors, unless the analysis has a result: of the kind that the service told for a failed one, so that a bad video ends
 * the command as it does on this machine; `conflict` for one that runs or was cancelled.
 */
export function assertSucceeded(analysis: Analysis, again: (command: string) => string): void {
  const { id, status, error } = analysis;
  if (status === 'succeeded') return;
  if (status === 'cancelled')
    throw new ReelsightError('conflict', `The analysis ${id} was cancelled. Submit the video again to resume it.`);
  if (status === 'failed')
    throw new ReelsightError(
      readKind(error?.kind ?? ''),
      [
        `The analysis ${id} failed: ${plainText(error?.message ?? 'the service does not say why.')}`,
        ...listLostChunks(error),
      ].join('\n'),
    );
  throw new ReelsightError(
    'conflict',
    `The analysis ${id} has no result yet: it is ${status}, ${showChunks(analysis)}. Wait for it with \`${again('status')} --watch\`.`,
  );
}
