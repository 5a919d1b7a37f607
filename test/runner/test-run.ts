/** What the runner tells AVA and the processes of the tests. */
export interface TestRun {
  /** Where compiled tests and programs lie, below the repository. */
  readonly folder: string;
  /** Names of the groups as they are to start. */
  readonly order: readonly string[];
  readonly concurrency: number;
  /** Where each test adds a line of how long it took, if anybody asks. */
  readonly timesPath: string | null;
}

export const RUN_VARIABLE = 'REELSIGHT_TEST_RUN';

/** What tests start as processes of their own, by the name of the compiled file. */
export const PROGRAMS = {
  reelsight: 'src/adapters/local/cli.ts',
  'chunk-process': 'src/adapters/local/video/chunk-process.ts',
  'invoke-handler': 'test/helpers/invoke-handler.ts',
  'load-network': 'test/helpers/load-network.ts',
  plan: 'src/adapters/aws/handlers/plan.ts',
  'analyze-chunk': 'src/adapters/aws/handlers/analyze-chunk.ts',
  assemble: 'src/adapters/aws/handlers/assemble.ts',
  fail: 'src/adapters/aws/handlers/fail.ts',
  'on-upload': 'src/adapters/aws/handlers/on-upload.ts',
  'google-provider': 'tools/serverless-google/src/index.ts',
  'score-scenes': 'bench/score-scenes.ts',
} as const;

/** The run that this process is a part of. */
export const readTestRun = (): TestRun => JSON.parse(process.env[RUN_VARIABLE]!) as TestRun;
