import { z } from 'zod';
import { environment, integer, invoker, labels, matching, role } from './fields.ts';
import { MEMORY_PATTERN, memoryBytes } from './resources.ts';

const condition = z
  .strictObject({
    age: integer(0, 36_500),
    createdBefore: z.iso.date(),
    isLive: z.boolean(),
    matchesPrefix: z.array(z.string().min(1)).min(1),
    matchesSuffix: z.array(z.string().min(1)).min(1),
    matchesStorageClass: z.array(z.string()).min(1),
    numNewerVersions: integer(0, 1_000_000),
    daysSinceNoncurrentTime: integer(0, 36_500),
    daysSinceCustomTime: integer(0, 36_500),
  })
  .partial()
  .refine((value) => Object.keys(value).length > 0, 'at least one condition');

const bucket = z.strictObject({
  name: matching(
    /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
    'a bucket name of lower case letters, digits, -, _ and ., 3 to 63 characters',
  ),
  location: matching(/^[A-Za-z0-9-]+$/, 'a region such as europe-west1, or EU, US, ASIA').optional(),
  lifecycle: z
    .array(
      z.strictObject({
        action: z.strictObject({
          type: z.enum(['Delete', 'SetStorageClass', 'AbortIncompleteMultipartUpload']),
          storageClass: z.string().optional(),
        }),
        condition,
      }),
    )
    .max(100)
    .default([]),
  cors: z
    .array(
      z.strictObject({
        origin: z.array(z.string()),
        method: z.array(z.string()),
        responseHeader: z.array(z.string()).optional(),
        maxAgeSeconds: integer(0, 86_400).optional(),
      }),
    )
    .default([]),
  retain: z.boolean().default(true),
});

const event = z.union([
  z.strictObject({ http: z.literal(true) }),
  z.strictObject({
    storage: z.strictObject({
      bucket: z.string(),
      event: z.enum(['finalized', 'deleted', 'archived', 'metadataUpdated']),
      retry: z.boolean().default(false),
    }),
  }),
]);

const memorySays = 'an amount from 128Mi to 32Gi, such as 512Mi or 2Gi';

const functionSchema = z.strictObject({
  /** Both are put there by the framework, after its own fashion. */
  name: z.string().optional(),
  package: z.unknown().optional(),
  handler: z.string().min(1),
  entryPoint: matching(/^[A-Za-z_]\w*$/, 'a name of letters, digits and _').optional(),
  description: z.string().max(1000).optional(),
  include: z.array(z.strictObject({ from: z.string().min(1), to: z.string().min(1).optional() })).default([]),
  memory: matching(MEMORY_PATTERN, memorySays)
    .refine((text) => memoryBytes(text) >= 128e6 && memoryBytes(text) <= 2 ** 35, memorySays)
    .default('256Mi'),
  cpu: z.number().min(0.08, 'a number from 0.08 to 8').max(8, 'a number from 0.08 to 8').optional(),
  timeout: integer(1, 3600).default(60),
  concurrency: integer(1, 1000).default(1),
  maxInstances: integer(1, 1000).default(100),
  minInstances: integer(0, 1000).default(0),
  environment: environment.default({}),
  roles: z.array(role).default([]),
  invokers: z.array(invoker).default([]),
  events: z.array(event).max(1, 'one event: a function of Google has one trigger').default([]),
});

const workflow = z.strictObject({
  source: z.string().min(1),
  name: matching(/^[a-zA-Z][\w-]{0,62}[a-zA-Z0-9]$/, 'letters, digits, _ and -, at most 64').optional(),
  description: z.string().max(1000).optional(),
  environment: z
    .record(
      matching(/^(?!GOOGLE|WORKFLOWS)\S+$/, 'names that do not begin with GOOGLE or WORKFLOWS'),
      z.union([z.string(), z.number(), z.boolean(), z.strictObject({ urlOf: z.string() })]),
    )
    .refine((value) => Object.keys(value).length <= 20, 'at most 20 variables')
    .default({}),
  roles: z.array(role).default([]),
  callLogLevel: z.enum(['LOG_ALL_CALLS', 'LOG_ERRORS_ONLY', 'LOG_NONE']).optional(),
});

const PROJECT =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as it is written in the YAML
  'the id of a project, such as my-project-123 (`gcloud projects list` shows yours). Name it in provider.project, for example from the environment: ${env:GOOGLE_CLOUD_PROJECT}';

const provider = z.strictObject({
  name: z.literal('google'),
  project: z.string({ error: PROJECT }).regex(/^([\w.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, PROJECT),
  region: matching(/^[a-z]+-[a-z]+\d+$/, 'a region such as europe-west1').default('europe-west1'),
  stage: z.string().default('dev'),
  runtime: z.enum(['nodejs22', 'nodejs24']).default('nodejs24'),
  labels: labels.default({}),
  environment: environment.default({}),
  buildEnvironment: environment.default({}),
  esbuild: z.record(z.string(), z.unknown()).default({}),
  /** Gets every request to Google's APIs instead, for tests. */
  apiEndpoint: z.url().optional(),
});

export const parts = { provider, bucket, function: functionSchema, workflow, event };

export type ProviderInput = z.output<typeof provider>;
export type BucketInput = z.output<typeof bucket>;
export type FunctionInput = z.output<typeof functionSchema>;
export type WorkflowInput = z.output<typeof workflow>;
export type RoleInput = z.output<typeof role>;
