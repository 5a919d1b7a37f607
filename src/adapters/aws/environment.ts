import { z } from 'zod';
import { ReelsightError } from '../../core/index.ts';

/** What the deployment tells its functions; see serverless.aws.yml. */
const environmentSchema = z.object({
  REELSIGHT_BUCKET: z.string().min(1).describe('The bucket of the stack'),
  REELSIGHT_VIDEO_BUCKETS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    )
    .describe('Further buckets whose videos may be analysed, with commas between'),
  REELSIGHT_STATE_MACHINE_ARN: z.string().optional().describe('Of the engine; for functions that start analyses'),
  REELSIGHT_CHUNK_SECONDS: z.coerce.number().min(1).max(600).default(30).describe('Length of the pieces of a video'),
  REELSIGHT_MAX_CONCURRENCY: z.coerce.number().int().min(1).max(10_000).default(100).describe('Most workers at once'),
  REELSIGHT_RESERVED: z.stringbool().default(false).describe('Whether the account keeps that many for the workers'),
  REELSIGHT_MODELS: z.string().min(1).describe('Folder of the models, or of their records alone'),
  REELSIGHT_ARCHITECTURE: z.enum(['x86_64', 'arm64']).default('x86_64').describe('Decides the price'),
  FFMPEG_PATH: z.string().min(1).default('/opt/bin/ffmpeg').describe('The ffmpeg of the layer'),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().int().positive().default(1769).describe('MiB; set by Lambda'),
});

export type AwsEnvironment = Readonly<z.infer<typeof environmentSchema>>;

/** Reads a function's environment. Errors: kind `environment`, all problems in one message. */
export function parseEnvironment(environment: Readonly<Record<string, string | undefined>>): AwsEnvironment {
  const result = environmentSchema.safeParse(environment);
  if (result.success) return Object.freeze(result.data);
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join('.')}: ${message}, received ${JSON.stringify(environment[String(path[0])])}`,
  );
  throw new ReelsightError(
    'environment',
    `The function's environment is not usable: ${problems.join('; ')}. Deploy the stack again.`,
  );
}
