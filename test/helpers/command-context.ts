import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { CommandContext } from '../../src/adapters/local/terminal/context.ts';
import { parseConfig } from '../../src/core/index.ts';
import { TEST_CACHE } from './command-line.ts';

/** What a command is given, with the library in a folder; `lines` is what it tells people. */
export function createContext(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): CommandContext & { readonly lines: string[] } {
  const lines: string[] = [];
  const all = { ...process.env, ...environment };
  return {
    config: parseConfig(all),
    environment: all,
    cacheFolder: TEST_CACHE,
    libraryFolder: join(folder, 'library'),
    progress: { start() {}, update() {}, setTotal() {}, stop() {}, log: (line) => void lines.push(line) },
    stderr: new PassThrough(),
    signal: new AbortController().signal,
    print: (text) => void lines.push(text),
    lines,
  };
}
