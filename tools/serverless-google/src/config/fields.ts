import { z } from 'zod';

// What several sections of the YAML have.

/** What Cloud Functions and Cloud Run set themselves: https://cloud.google.com/run/docs/container-contract */
const RESERVED = /^(FUNCTION_TARGET|FUNCTION_SIGNATURE_TYPE|K_SERVICE|K_REVISION|K_CONFIGURATION|PORT|X_GOOGLE_.*)$/;

export const integer = (least: number, most: number) => {
  const says = `a whole number from ${least} to ${most}`;
  return z.number({ error: says }).int(says).min(least, says).max(most, says);
};

export const matching = (pattern: RegExp, says: string) => z.string().regex(pattern, says);

export const environment = z.record(
  matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'names of letters, digits and _').refine(
    (name) => !RESERVED.test(name),
    'a name that Google does not set itself',
  ),
  z.union([z.string(), z.number(), z.boolean()]),
);

export const labels = z.record(
  matching(/^[a-z][a-z0-9_-]{0,62}$/, 'lower case letters, digits, _ and -, at most 63, a letter first').refine(
    (name) => !name.startsWith('serverless-'),
    'not beginning with serverless-, by which this plugin finds its own',
  ),
  matching(/^[a-z0-9_-]{0,63}$/, 'lower case letters, digits, _ and -, at most 63'),
);

const ROLE = 'a role such as roles/storage.objectViewer, projects/P/roles/R or organizations/O/roles/R';

const PREFIX = 'the beginning of names of objects, with at most one * for whatever stands there, and not at its end';

const prefix = matching(/^[^*{}]+(\*[^*{}]+)?$/, PREFIX);

const BUCKET = 'a key of `buckets`, or gs://NAME of a bucket of others';

export const role = z.strictObject({
  role: matching(/^(roles\/[\w.]+|(projects|organizations)\/[\w:.-]+\/roles\/[\w.]+)$/, ROLE),
  bucket: matching(/^((?!gs:\/\/).+|gs:\/\/[a-z0-9][a-z0-9._-]{1,220}[a-z0-9])$/, BUCKET).optional(),
  prefix: z.union([prefix, z.array(prefix).min(1).max(12)]).optional(),
  on: z.enum(['project', 'self']).optional(),
});

const INVOKER =
  'workflow:KEY, function:KEY, user:EMAIL, serviceAccount:EMAIL, group:EMAIL, domain:DOMAIN, allAuthenticatedUsers or allUsers';

export const invoker = matching(
  /^((workflow|function):\w[\w-]*|(user|serviceAccount|group):[^\s:@]+@[^\s:@]+|domain:[\w.-]+|principal(Set)?:\/\/\S+|allUsers|allAuthenticatedUsers)$/,
  INVOKER,
);
