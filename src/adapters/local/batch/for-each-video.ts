import { ReelsightError } from '../../../core/index.ts';
import { exitStatusOf, quoteName } from '../errors.ts';
import { nameFolder, resolveFolder } from '../files/staging.ts';
import type { CommandContext } from '../terminal/context.ts';
import { createFolderNames, type NameFolder } from './folder-names.ts';

/** Of `--out`, after which the default stands. */
export const OUT_HELP = 'where results go: the folder of one video, or of several one that holds a folder for each';

export interface BatchOptions {
  /** Of one video its folder, of several the folder of theirs. */
  readonly out: string | undefined;
  /** Of the folders' names. */
  readonly suffix: string;
  /** What is printed of a video is JSON. */
  readonly json: boolean | undefined;
}

/** Does a command's work on one video, in the context that it is given. */
type Work = (video: string, nameFolder: NameFolder, context: CommandContext) => Promise<void>;

interface Failure {
  readonly video: string;
  readonly error: ReelsightError;
}

/** Would fail for the next video too. */
const ENDS_ALL: readonly string[] = ['cancelled', 'environment', 'model'];

/**
 * Does a command's work on each of the videos, one after the other. One that fails does not keep the others from theirs:
 * its error is told at once and again at the end, as the command's error. With `json` all that is printed is one array:
 * `{video, result}` or `{video, error: {kind, message}}` for each, in order. One video alone is as if there were no
 * others: its error, its text and its folder are the command's.
 */
export async function forEachVideo(
  given: readonly string[],
  options: BatchOptions,
  context: CommandContext,
  work: Work,
): Promise<void> {
  const videos = [...new Set(given)];
  const { out, suffix, json } = options;
  if (videos.length === 1) return work(videos[0]!, (name) => out ?? nameFolder(name, suffix), context);
  if (out !== undefined) resolveFolder(out);
  const names = createFolderNames(out, suffix);
  const results = json ? createJsonList(context.print) : null;
  const failures: Failure[] = [];
  try {
    for (const [i, video] of videos.entries()) {
      context.signal.throwIfAborted();
      const shown = quoteName(video);
      context.progress.log(`Video ${i + 1} of ${videos.length}: ${shown}`);
      const texts: string[] = [];
      const own = {
        ...context,
        progress: labelProgress(context.progress, `${i + 1}/${videos.length}`),
        print: results ? (text: string) => void texts.push(text) : context.print,
      };
      try {
        await work(video, names, own);
        results?.add({ video, result: JSON.parse(texts.join('')) });
      } catch (cause) {
        context.progress.stop();
        const error = toError(cause);
        if (context.signal.aborted && i > 0 && !error.context['saysAll'])
          throw new ReelsightError(
            'cancelled',
            `Interrupted at video ${i + 1} of ${videos.length}; the results of those before it are in place.`,
            { cause, context: { saysAll: true } },
          );
        if (context.signal.aborted || ENDS_ALL.includes(error.kind)) throw cause;
        failures.push({ video, error });
        context.progress.log(`${shown} failed: ${error.message}`);
        results?.add({ video, error: { kind: error.kind, message: error.message } });
      }
    }
  } finally {
    results?.end();
  }
  if (failures.length > 0) throw sumUp(failures, videos.length);
}

/** A report is of one video. Errors: kind `input`. */
export function refuseOneReport(videos: readonly string[], report: string | undefined): void {
  if (report !== undefined && new Set(videos).size > 1)
    throw new ReelsightError('input', '--report is the report of one video. Give one video, or no report.');
}

const toError = (cause: unknown): ReelsightError =>
  cause instanceof ReelsightError
    ? cause
    : new ReelsightError(
        'internal',
        `Reelsight failed unexpectedly. Please report this:\n${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
        { cause },
      );

/** Of the kind of one that is not the input's fault, where there is one. */
function sumUp(failures: readonly Failure[], total: number): ReelsightError {
  const worst = failures.find(({ error }) => exitStatusOf(error) === 1) ?? failures[0]!;
  const lines = failures.map(({ video, error }) => `  ${quoteName(video)}: ${error.message}`);
  return new ReelsightError(worst.error.kind, `${failures.length} of ${total} videos failed:\n${lines.join('\n')}`, {
    cause: worst.error,
  });
}

/** The bar says which video it is about. */
function labelProgress(progress: CommandContext['progress'], label: string): CommandContext['progress'] {
  return { ...progress, start: (what, total, unit) => progress.start(`${label} ${what}`, total, unit) };
}

function createJsonList(print: (text: string) => void) {
  let count = 0;
  print('[');
  return {
    add(entry: unknown) {
      print(`${count++ === 0 ? '' : ','}\n${JSON.stringify(entry)}`);
    },
    end: () => print('\n]\n'),
  };
}
