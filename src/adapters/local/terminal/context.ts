import type { Config } from '../../../core/index.ts';
import type { Progress, TextStream } from './progress.ts';

/** What every command is given. */
export interface CommandContext {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cacheFolder: string;
  /** What users taught: heads, brands and a catalogue. */
  readonly libraryFolder: string;
  readonly progress: Progress;
  /** For what draws on the terminal by itself. */
  readonly stderr: TextStream;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Results: standard output. */
  print(text: string): void;
}
