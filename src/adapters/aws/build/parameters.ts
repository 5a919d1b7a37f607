import { z } from 'zod';
import { integer, list, networks } from '../../cloud-shared/build/parameter-types.ts';
import { parseParameters as parse } from '../../cloud-shared/parse.ts';

/** AWS::NoValue takes the property out of the template. */
const NO_VALUE = { Ref: 'AWS::NoValue' };

/** Days that CloudWatch Logs can keep a log. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** What serverless.aws.yml takes by `--param`; the defaults and their reasons stand there. */
const parametersSchema = z.object({
  architecture: z.enum(['x86_64', 'arm64']),
  networks,
  workerMemory: integer(512, 10_240),
  maxConcurrency: integer(1, 1000),
  reservedConcurrency: z.union([z.literal('none'), integer(1, 10_000)]),
  chunkSeconds: integer(1, 600),
  maxHours: integer(1, 1000),
  logRetentionDays: z.coerce
    .number()
    .refine((days) => RETENTIONS.includes(days), `one of the periods of CloudWatch Logs: ${RETENTIONS.join(', ')}`),
  intermediateDays: integer(1, 3650),
  uploadDays: integer(1, 3650),
  videoBuckets: list(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'names of buckets, without s3://')),
  alarmEmail: z.union([z.literal(''), z.email()]),
});

export type DeployParameters = ReturnType<typeof parseParameters>;

export const parameterNames: readonly string[] = Object.keys(parametersSchema.shape);

/**
 * Checks the parameters of a deployment, and makes of them what the template needs. `ownBucket` may hold `${AWS::...}`.
 * Errors: kind `input`, all problems in one message.
 */
export function parseParameters(given: Readonly<Record<string, unknown>>, ownBucket: string) {
  const { maxConcurrency, reservedConcurrency, videoBuckets, alarmEmail, ...rest } = parse(
    parametersSchema,
    given,
    'serverless.aws.yml',
  );
  return {
    ...rest,
    // More than are kept for the workers would only be throttled.
    maxConcurrency: reservedConcurrency === 'none' ? maxConcurrency : Math.min(maxConcurrency, reservedConcurrency),
    isReserved: String(reservedConcurrency !== 'none'),
    reservedConcurrency: reservedConcurrency === 'none' ? NO_VALUE : reservedConcurrency,
    videoBuckets: videoBuckets.join(','),
    /** What may be read as a video, and the buckets that hold it, as statements of a policy name them. */
    videoArns: [`${ownBucket}/videos/*`, `${ownBucket}/uploads/*`, ...videoBuckets.map((name) => `${name}/*`)].map(
      toArn,
    ),
    bucketArns: [ownBucket, ...videoBuckets].map(toArn),
    alarmSubscriptions: alarmEmail === '' ? [] : [{ Protocol: 'email', Endpoint: alarmEmail }],
  };
}

const toArn = (path: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${path}` });
