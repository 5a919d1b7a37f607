import { z } from 'zod';
import { integer, list, networks } from '../../cloud-shared/build/parameter-types.ts';
import { parseParameters as parse } from '../../cloud-shared/parse.ts';
import { MAX_WORKERS } from '../capacity.ts';
import { VCPU_PER_GIB } from '../prices.ts';

/** What serverless.gcp.yml takes by `--param`; the defaults and their reasons stand there. */
const parametersSchema = z.object({
  project: z.string(),
  networks,
  workerMemory: z.coerce.number().pipe(z.literal([2, 4, 8, 16])),
  maxConcurrency: integer(1, MAX_WORKERS),
  chunkSeconds: integer(1, 600),
  maxHours: integer(1, 1000),
  intermediateDays: integer(1, 3650),
  uploadDays: integer(1, 3650),
  videoBuckets: list(z.string().regex(/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/, 'names of buckets, without gs://')),
  callers: list(
    z
      .string()
      .regex(/^((user|group|serviceAccount):[^\s:@]+@[^\s:@]+|domain:[\w.-]+|allUsers|allAuthenticatedUsers)$/, {
        error: 'who may call, as user:EMAIL, group:EMAIL, serviceAccount:EMAIL or domain:NAME',
      }),
  ),
});

export type DeployParameters = ReturnType<typeof parseParameters>;

export const parameterNames: readonly string[] = Object.keys(parametersSchema.shape);

/** Reads the objects of whom; the stack's own bucket by its key, others by their address. */
const viewer = (bucket: string, prefix?: readonly string[]) => ({
  role: 'roles/storage.objectViewer',
  bucket,
  ...(prefix && { prefix }),
});

/**
 * Checks the parameters of a deployment, and makes of them what the configuration needs. Errors: kind `input`, all
 * problems in one message.
 */
export function parseParameters(given: Readonly<Record<string, unknown>>) {
  const { workerMemory, videoBuckets, ...rest } = parse(parametersSchema, given, 'serverless.gcp.yml');
  const readVideos = [viewer('main', ['videos/', 'uploads/']), ...videoBuckets.map((name) => viewer(`gs://${name}`))];
  // Names alone: to one who may not list, what is absent looks forbidden.
  const list = { role: 'roles/storage.legacyBucketReader', bucket: 'main' };
  const write = (...prefix: string[]) => ({ role: 'roles/storage.objectUser', bucket: 'main', prefix });
  // Links to objects are signed by the account itself, which has no key.
  const sign = { role: 'roles/iam.serviceAccountTokenCreator', on: 'self' };
  const run = { role: 'roles/workflows.invoker' };
  const ofAnalyses = (name: string) => `analyses/*/${name}`;
  const heads = 'library/heads/';
  const records = ['library/brands.json', 'library/catalogue.json'];
  // Not the pictures that they were made of.
  const indexes = ['library/brands/*.index', 'library/catalogue/*.index'];
  return {
    ...rest,
    workerMemoryGib: workerMemory,
    workerMemory: `${workerMemory}Gi`,
    workerCpu: workerMemory * VCPU_PER_GIB,
    videoBuckets: videoBuckets.join(','),
    /** The least that each function and the workflow needs. */
    roles: {
      // These two decode what strangers made. One reads analyses and writes plans, the other reads its task and writes
      // measurements: neither reads or changes more.
      plan: [
        ...readVideos,
        sign,
        list,
        viewer('main', ['analyses/']),
        write(...['plan.json', 'items-', 'run-', 'usage/'].map(ofAnalyses)),
      ],
      analyzeChunk: [
        ...readVideos,
        sign,
        list,
        viewer('main', [...['request.json', 'plan.json', 'items-', 'status-'].map(ofAnalyses), ...indexes]),
        write('analyses/*/chunks/'),
      ],
      assemble: [list, viewer('main', [heads, ...indexes]), write('analyses/')],
      fail: [list, write('analyses/')],
      onUpload: [...readVideos, sign, list, viewer('main', [heads, ...records]), write('analyses/'), run],
      api: [
        ...readVideos,
        sign,
        list,
        viewer('main', [heads, ...records]),
        write('analyses/', 'uploads/', 'idempotency/'),
        run,
      ],
      workflow: [run, { role: 'roles/logging.logWriter' }],
    },
  };
}
