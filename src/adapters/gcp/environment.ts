import { z } from 'zod';
import { sharedEnvironment } from '../cloud-shared/environment-types.ts';
import { parseEnvironment } from '../cloud-shared/parse.ts';
import { MAX_WORKERS } from './capacity.ts';

/** What the deployment tells its functions; see serverless.gcp.yml. */
const environmentSchema = z.object({
  ...sharedEnvironment,
  REELSIGHT_WORKFLOW: z
    .string()
    .regex(/^projects\/[^/]+\/locations\/[^/]+\/workflows\/[^/]+$/, 'projects/P/locations/L/workflows/W')
    .optional()
    .describe('The engine; for functions that start analyses'),
  REELSIGHT_MAX_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_WORKERS)
    .default(15)
    .describe('Most workers at once'),
  REELSIGHT_MEMORY_GIB: z.coerce.number().positive().default(2).describe('That the function is billed for'),
  REELSIGHT_TIMEOUT_SECONDS: z.coerce.number().int().min(10).default(1800).describe('That a step may take'),
  FFMPEG_PATH: z.string().min(1).default('/workspace/bin/ffmpeg').describe('The ffmpeg of the package'),
  FFPROBE_PATH: z.string().min(1).default('/workspace/bin/ffprobe').describe('Its ffprobe; for the plan'),
  REELSIGHT_API_ENDPOINT: z.url().optional().describe("Stands in for Google's APIs; for the local stack"),
});

export type GcpEnvironment = Readonly<z.infer<typeof environmentSchema>>;

/** Reads a function's environment. Errors: kind `environment`, all problems in one message. */
export const readEnvironment = (environment: Readonly<Record<string, string | undefined>>): GcpEnvironment =>
  parseEnvironment(environmentSchema, environment);
