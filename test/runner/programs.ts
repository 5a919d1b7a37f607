import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where compiled tests and programs lie, below the repository. */
export const PROGRAM_FOLDER = 'build/tests';

/** What tests start as processes of their own, by the name of the compiled file. */
export const PROGRAMS = {
  reelsight: 'src/adapters/local/cli.ts',
  'chunk-process': 'src/adapters/local/chunk-process.ts',
  'invoke-handler': 'test/helpers/invoke-handler.ts',
  plan: 'src/adapters/aws/handlers/plan.ts',
  'analyze-chunk': 'src/adapters/aws/handlers/analyze-chunk.ts',
  assemble: 'src/adapters/aws/handlers/assemble.ts',
  fail: 'src/adapters/aws/handlers/fail.ts',
  'on-upload': 'src/adapters/aws/handlers/on-upload.ts',
  'score-scenes': 'bench/score-scenes.ts',
} as const;

export const pathOfProgram = (name: keyof typeof PROGRAMS): string =>
  join(dirname(fileURLToPath(import.meta.url)), '../..', PROGRAM_FOLDER, `${name}.js`);
