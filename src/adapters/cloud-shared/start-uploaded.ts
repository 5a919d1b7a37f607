import { ReelsightError } from '../../core/index.ts';
import { type StartContext, startAnalysis } from '../../service/index.ts';

/**
 * Starts an analysis, with the default options, of a video that was put into the bucket, and says so in the log, of which
 * every line is JSON. What is not a video, or is gone already, will not become one: that is said in the log, and no
 * error.
 */
export async function startUploaded(video: string, openContext: () => Promise<StartContext>): Promise<void> {
  try {
    const { id, attempt } = await startAnalysis({ video, isUnasked: true }, await openContext());
    console.log(JSON.stringify({ severity: 'INFO', message: 'analysis started', id, attempt, video }));
  } catch (error) {
    const isNoVideo =
      error instanceof ReelsightError && !error.retryable && ['input', 'not-found', 'conflict'].includes(error.kind);
    if (!isNoVideo) throw error;
    console.warn(JSON.stringify({ severity: 'WARNING', message: 'no analysis', video, reason: error.message }));
  }
}
