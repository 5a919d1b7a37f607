import { z } from 'zod';
import { sharedEnvironment } from '../cloud-shared/environment-types.ts';
import { parseEnvironment } from '../cloud-shared/parse.ts';

/** What the deployment tells its functions; see serverless.aws.yml. */
const environmentSchema = z.object({
  ...sharedEnvironment,
  REELSIGHT_STATE_MACHINE_ARN: z.string().optional().describe('Of the engine; for functions that start analyses'),
  REELSIGHT_MAX_CONCURRENCY: z.coerce.number().int().min(1).max(10_000).default(100).describe('Most workers at once'),
  REELSIGHT_RESERVED: z.stringbool().default(false).describe('Whether the account keeps that many for the workers'),
  REELSIGHT_ARCHITECTURE: z.enum(['x86_64', 'arm64']).default('x86_64').describe('Decides the price'),
  FFMPEG_PATH: z.string().min(1).default('/opt/bin/ffmpeg').describe('The ffmpeg of the layer'),
  FFPROBE_PATH: z.string().min(1).default('/opt/bin/ffprobe').describe('The ffprobe of the layer; for the plan'),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().int().positive().default(1769).describe('MiB; set by Lambda'),
});

export type AwsEnvironment = Readonly<z.infer<typeof environmentSchema>>;

/** Reads a function's environment. Errors: kind `environment`, all problems in one message. */
export const readEnvironment = (environment: Readonly<Record<string, string | undefined>>): AwsEnvironment =>
  parseEnvironment(environmentSchema, environment);
